package dev.mycelium.registry.problem;

import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers for what fails outside of any route, before or after {@link ProblemAdvice} can see it.
 */
@RestController
@Hidden
class LastResort implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<ProblemDetail> apologise(HttpServletRequest request) {
    boolean failed =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
            && status >= 500;
    ProblemType type = failed ? ProblemType.INTERNAL : ProblemType.NOT_FOUND;
    ProblemDetail problem = ProblemDetail.forStatus(type.status());
    problem.setDetail(type.title());
    problem.setType(type.uri());
    problem.setTitle(type.title());
    problem.setInstance(URI.create(path(request)));
    problem.setProperty("advice", type.advice());
    return ResponseEntity.status(type.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static String path(HttpServletRequest request) {
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String known = path == null ? request.getRequestURI() : String.valueOf(path);
    return known.replaceFirst("^/+", "/");
  }
}
