package dev.mycelium.registry.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops reading a request's body at 1 MiB; one that announces more is not read at all. Tensors
 * never pass through the registry, so that nothing honest is longer. Before every other filter,
 * because some read bodies.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BodyLimit extends OncePerRequestFilter {
  static final long BYTES = 1 << 20;

  private final Refusals refusals;

  BodyLimit(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > BYTES) {
      refusals.answer(request, response, BodyTooLargeException.of(BYTES));
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
