package dev.mycelium.registry.problem;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.problem.ProblemType;
import java.net.URI;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every failure into a problem of the catalogue; features never edit it. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String RETRY_SECONDS = "2";
  private static final String ROOM_SECONDS = "60";

  @ExceptionHandler(RegistryException.class)
  ResponseEntity<Object> refuse(RegistryException refusal, WebRequest request) {
    ProblemDetail problem = problem(refusal.type(), text(refusal), request);
    refusal.members().forEach(problem::setProperty);
    HttpHeaders headers = new HttpHeaders();
    refusal
        .retryAfter()
        .ifPresent(
            pause -> headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(pause.toSeconds())));
    return answer(problem, headers);
  }

  @ExceptionHandler(InvalidFieldException.class)
  ResponseEntity<Object> refuse(InvalidFieldException invalid, WebRequest request) {
    return answer(problem(UnreadableBody.invalid(text(invalid)), request), new HttpHeaders());
  }

  /** The container decodes a query, or a form, only when somebody asks for a parameter. */
  @ExceptionHandler(InvalidParameterException.class)
  ResponseEntity<Object> refuse(InvalidParameterException undecodable, WebRequest request) {
    String detail = "query: not readable (expected: UTF-8 as %XX)";
    return answer(problem(ProblemType.MALFORMED_REQUEST, detail, request), new HttpHeaders());
  }

  @ExceptionHandler({TransientDataAccessException.class, CannotCreateTransactionException.class})
  ResponseEntity<Object> postpone(Exception busy, WebRequest request) {
    LOG.warn("database busy: {}", busy.getMessage());
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    String detail = "database: busy (expected: free again in " + RETRY_SECONDS + " s)";
    return answer(problem(ProblemType.UNAVAILABLE, detail, request), headers);
  }

  private static ResponseEntity<Object> refuseToKeep(Exception full, WebRequest request) {
    LOG.error("the database's disk is full: {}", full.getMessage());
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, ROOM_SECONDS);
    return answer(problem(ProblemType.STORAGE_FULL, "database: no room left", request), headers);
  }

  @ExceptionHandler(Exception.class)
  @Nullable ResponseEntity<Object> apologise(Exception unexpected, WebRequest request) {
    if (FullDisk.isCauseOf(unexpected)) {
      return refuseToKeep(unexpected, request);
    }
    if (LostDatabase.isCauseOf(unexpected)) {
      return postpone(unexpected, request);
    }
    if (DisconnectedClientHelper.isClientDisconnectedException(unexpected)) {
      LOG.debug("the caller is gone", unexpected);
      return null;
    }
    String reference = UUID.randomUUID().toString();
    LOG.error("request failed, reference={}", reference, unexpected);
    ProblemDetail problem =
        problem(ProblemType.INTERNAL, "The request failed, reference " + reference, request);
    problem.setProperty("reference", reference);
    return answer(problem, new HttpHeaders());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryException refusal) {
        return refuse(refusal, request);
      }
    }
    return answer(problem(UnreadableBody.because(failure), request), headers);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return switch (HttpStatus.valueOf(status.value())) {
      case NOT_FOUND ->
          answer(problem(ProblemType.NOT_FOUND, "No route " + line(request), request), headers);
      case METHOD_NOT_ALLOWED ->
          answer(
              problem(ProblemType.METHOD_NOT_ALLOWED, "No method " + line(request), request),
              headers);
      case UNSUPPORTED_MEDIA_TYPE ->
          answer(
              problem(
                  ProblemType.UNSUPPORTED_MEDIA_TYPE,
                  "content-type: %s (expected: application/json)"
                      .formatted(request.getHeader(HttpHeaders.CONTENT_TYPE)),
                  request),
              headers);
      case BAD_REQUEST -> answer(problem(UnreadableBody.because(failure), request), headers);
      case NOT_ACCEPTABLE -> ResponseEntity.status(status).headers(headers).build();
      default -> apologise(failure, request);
    };
  }

  private static ProblemDetail problem(UnreadableBody unreadable, WebRequest request) {
    ProblemDetail problem = problem(unreadable.type(), unreadable.detail(), request);
    if (unreadable.field() != null) {
      problem.setProperty("field", unreadable.field());
    }
    return problem;
  }

  private static ProblemDetail problem(ProblemType type, String detail, WebRequest request) {
    ProblemDetail problem = ProblemDetail.forStatus(type.status());
    problem.setType(type.uri());
    problem.setTitle(type.title());
    problem.setDetail(detail);
    problem.setInstance(URI.create(path(request)));
    problem.setProperty("advice", type.advice());
    return problem;
  }

  private static ResponseEntity<Object> answer(ProblemDetail problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.getStatus())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static String line(WebRequest request) {
    return ((ServletWebRequest) request).getHttpMethod() + " " + path(request);
  }

  /** Still encoded as the caller sent it, so that it is a valid reference to this host. */
  private static String path(WebRequest request) {
    return ((ServletWebRequest) request).getRequest().getRequestURI().replaceFirst("^/+", "/");
  }

  private static String text(Exception failure) {
    return String.valueOf(failure.getMessage());
  }
}
