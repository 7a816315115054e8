package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.WatchedBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a time for its body, from its entry through {@link LoadGate}. The container's
 * limit counts from read to read: a caller that sends a byte now and then never reaches it.
 */
@Component
@Order(-29)
class BodyTime extends OncePerRequestFilter {
  private final AccessSettings settings;
  private final Clock clock;

  BodyTime(AccessSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Instant end = clock.instant().plus(settings.bodyTimeout());
    chain.doFilter(new WatchedBody(request, bytes -> check(end)), response);
  }

  private void check(Instant end) {
    if (clock.instant().isAfter(end)) {
      throw BodyTooSlowException.of(settings.bodyTimeout());
    }
  }
}
