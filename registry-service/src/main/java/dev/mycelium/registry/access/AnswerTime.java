package dev.mycelium.registry.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each answer a time to be taken, from its first byte. The container's limit counts from
 * write to write: a caller that takes a byte now and then never reaches it, and would keep its
 * place among the requests in progress. Streams of events have a lifetime of their own.
 */
@Component
@Order(-28)
class AnswerTime extends OncePerRequestFilter {
  private final AccessSettings settings;
  private final Clock clock;

  AnswerTime(AccessSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    TimedAnswer answer = new TimedAnswer(response, settings.answerTimeout(), clock);
    chain.doFilter(request, answer);
    answer.check(); // whoever caught it while writing: only then is the connection closed
  }
}
