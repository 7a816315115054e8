package dev.mycelium.registry.idempotency;

import dev.mycelium.registry.problem.ReplayedBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Gives each POST with an {@code Idempotency-Key} to {@link Once}, but for heartbeats. The body is
 * read before the transaction begins and the answer sent after it ends, so that no slow caller
 * holds a transaction open. Filters that turn callers away belong before this one.
 */
@Component
@Order(0)
class IdempotencyFilter extends OncePerRequestFilter {
  static final String KEY = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";

  /** Each heartbeat is news, and a row for each would be the most of the database. */
  private static final Pattern BEAT = Pattern.compile("/nodes/[^/]+/heartbeat");

  private final Once once;
  private final HandlerExceptionResolver advice;

  IdempotencyFilter(
      Once once, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver advice) {
    this.once = once;
    this.advice = advice;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST")
        || request.getHeader(KEY) == null
        || BEAT.matcher(request.getRequestURI()).matches();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      byte[] body = request.getInputStream().readAllBytes();
      KeyedRequest keyed =
          KeyedRequest.of(Objects.requireNonNull(request.getHeader(KEY)), target(request), body);
      ReplayedBody again = new ReplayedBody(request, body);
      send(once.answer(keyed, () -> work(again, response, chain)), response);
    } catch (RuntimeException failure) {
      response.reset();
      advice.resolveException(request, response, null, failure);
    }
  }

  /** With the node that signed, if one did: nobody else gets its answer. */
  private static String target(HttpServletRequest request) {
    String signer = request.getRemoteUser();
    return "POST %s?%s%s"
        .formatted(
            request.getRequestURI(), request.getQueryString(), signer == null ? "" : " " + signer);
  }

  private static Answer work(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    ContentCachingResponseWrapper buffer = new ContentCachingResponseWrapper(response);
    try {
      chain.doFilter(request, buffer);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ServletException failure) {
      throw new IllegalStateException("the request could not be served", failure);
    }
    return new Answer(
        buffer.getStatus(),
        Objects.requireNonNullElse(buffer.getContentType(), MediaType.APPLICATION_JSON_VALUE),
        new String(buffer.getContentAsByteArray(), StandardCharsets.UTF_8),
        false);
  }

  private static void send(Answer answer, HttpServletResponse response) throws IOException {
    if (answer.replayed()) {
      response.setHeader(REPLAYED, "true");
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
