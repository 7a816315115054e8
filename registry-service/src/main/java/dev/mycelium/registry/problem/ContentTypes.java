package dev.mycelium.registry.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses a content type that names no type, such as {@code *}{@code /*}: Spring fails over it. */
@Component
@Order(-10)
class ContentTypes extends OncePerRequestFilter {
  private final HandlerExceptionResolver advice;

  ContentTypes(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver advice) {
    this.advice = advice;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    if (isConcrete(type)) {
      chain.doFilter(request, response);
    } else {
      advice.resolveException(request, response, null, ContentTypeException.of(type));
    }
  }

  private static boolean isConcrete(@Nullable String type) {
    try {
      return type == null || type.isEmpty() || MediaType.parseMediaType(type).isConcrete();
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }
}
