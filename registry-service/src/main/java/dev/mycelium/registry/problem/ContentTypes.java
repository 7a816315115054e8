package dev.mycelium.registry.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what Spring would fail over: a content type that names no type, such as {@code *}{@code
 * /*}, and forms, which the container reads as parameters before anybody looks at the type.
 */
@Component
@Order(-10)
class ContentTypes extends OncePerRequestFilter {
  private final Refusals refusals;

  ContentTypes(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    if (isConcrete(type) && !isForm(request, type)) {
      chain.doFilter(request, response);
    } else {
      refusals.answer(request, response, ContentTypeException.of(type));
    }
  }

  private static boolean isForm(HttpServletRequest request, @Nullable String type) {
    return type != null
        && !type.isEmpty()
        && request.getMethod().equals("POST")
        && MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(
            MediaType.parseMediaType(type));
  }

  private static boolean isConcrete(@Nullable String type) {
    try {
      return type == null || type.isEmpty() || MediaType.parseMediaType(type).isConcrete();
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }
}
