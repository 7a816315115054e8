package dev.mycelium.registry.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Stops reading a request's body at 1 MiB; one that announces more is not read at all. Tensors
 * never pass through the registry, so that nothing honest is longer. Before every other filter,
 * because some read bodies.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BodyLimit extends OncePerRequestFilter {
  static final long BYTES = 1 << 20;

  private final HandlerExceptionResolver advice;

  BodyLimit(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver advice) {
    this.advice = advice;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > BYTES) {
      advice.resolveException(request, response, null, BodyTooLargeException.of(BYTES));
      return;
    }
    chain.doFilter(new WatchedBody(request, limit()), response);
  }

  /** Counts what came, and fails when it is too much. */
  private static IntConsumer limit() {
    AtomicLong read = new AtomicLong();
    return more -> {
      if (read.addAndGet(more) > BYTES) {
        throw BodyTooLargeException.of(BYTES);
      }
    };
  }
}
