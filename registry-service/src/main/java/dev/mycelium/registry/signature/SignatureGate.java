package dev.mycelium.registry.signature;

import dev.mycelium.registry.problem.Refusals;
import dev.mycelium.registry.problem.RegistryException;
import dev.mycelium.registry.problem.ReplayedBody;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.signature.RequestSignature;
import dev.mycelium.wire.signature.SignatureInput;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away writes whose signature is not good, before anything is kept or done. Whether a write
 * needs one, {@link OwnNodeOnly} says: only the route knows in whose name it is.
 */
@Component
@Order(-5)
class SignatureGate extends OncePerRequestFilter {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Proofs proofs;
  private final Refusals refusals;

  SignatureGate(Proofs proofs, Refusals refusals) {
    this.proofs = proofs;
    this.refusals = refusals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    boolean unsigned =
        request.getHeader(SignatureInput.FIELD) == null
            && request.getHeader(RequestSignature.FIELD) == null;
    return unsigned || READS.contains(request.getMethod());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpServletRequest proven;
    try {
      proven = proven(request);
    } catch (RegistryException refusal) {
      refusals.answer(request, response, refusal);
      return;
    }
    chain.doFilter(proven, response);
  }

  private HttpServletRequest proven(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    HttpServletRequest again = new ReplayedBody(request, body);
    try {
      return proofs
          .of(request, body)
          .<HttpServletRequest>map(proof -> new SignedRequest(again, proof))
          .orElse(again);
    } catch (InvalidFieldException unreadable) {
      throw SignatureRequiredException.unreadable(unreadable);
    }
  }
}
