package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.Refusals;
import dev.mycelium.registry.problem.RegistryException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request in, or answers it with the problem that {@link #admit} throws. */
abstract class Gate extends OncePerRequestFilter {
  private final Refusals refusals;

  Gate(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Fails with what the caller must know. */
  abstract void admit(HttpServletRequest request, HttpServletResponse response);

  /** After the answer to a request that was let in. */
  void dismiss(HttpServletRequest request) {
    // Most gates remember nothing.
  }

  @Override
  protected final void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      admit(request, response);
    } catch (RegistryException refusal) {
      refusals.answer(request, response, refusal);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      dismiss(request);
    }
  }
}
