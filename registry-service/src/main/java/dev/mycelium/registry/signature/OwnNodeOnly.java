package dev.mycelium.registry.signature;

import dev.mycelium.registry.node.Nodes;
import dev.mycelium.registry.signature.SignedRequest.Proof;
import dev.mycelium.wire.node.ByNode;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Lets a write in the name of a node with a key pass only if that node signed it. The node is the
 * one that the route's path names, and the one that the body names as the route understood it: what
 * is checked is what is done. Nodes without a key are taken at their word.
 */
@ControllerAdvice
class OwnNodeOnly extends RequestBodyAdviceAdapter implements HandlerInterceptor {
  private static final String IN_PATH = "node_id";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Nodes nodes;
  private final HttpServletRequest current;

  /**
   * @param current stands for whichever request the calling thread serves
   */
  OwnNodeOnly(Nodes nodes, HttpServletRequest current) {
    this.nodes = nodes;
    this.current = current;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    if (!READS.contains(request.getMethod())
        && variables instanceof Map<?, ?> named
        && named.get(IN_PATH) instanceof String node) {
      require(new NodeId(node), SignedRequest.proof(request));
    }
    return true;
  }

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return ByNode.class.isAssignableFrom(parameter.getParameterType());
  }

  @Override
  public Object afterBodyRead(
      Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    Optional<Proof> proof = SignedRequest.proof(current);
    if (body instanceof NodeRegistration registration) {
      require(registration, proof);
    } else if (body instanceof ByNode request) {
      require(Objects.requireNonNull(request.nodeId(), IN_PATH), proof);
    }
    return body;
  }

  private void require(NodeId node, Optional<Proof> proof) {
    if (nodes.key(node).isPresent()) {
      requireSigned(node.value(), proof);
    }
  }

  /** One without a key proves nothing; that the id is not bound to a key, {@link Nodes} checks. */
  private static void require(NodeRegistration registration, Optional<Proof> proof) {
    NodeId node = registration.nodeId();
    String key = registration.publicKey();
    if (node != null && key != null) {
      requireSigned(node.value(), proof.filter(signed -> signed.key().equals(key)));
    }
  }

  private static void requireSigned(String node, Optional<Proof> proof) {
    String signer =
        proof.map(Proof::node).orElseThrow(() -> SignatureRequiredException.missing(node));
    if (!signer.equals(node)) {
      throw AnotherNodeException.of(signer, node);
    }
  }
}
