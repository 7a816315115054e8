package dev.mycelium.agent.transport;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer, in the terms of our routes. */
final class Exchange {
  private static final int MOST_JSON = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Request request;
  private final Response response;
  private final List<String> path;

  Exchange(Request request, Response response) {
    this.request = request;
    this.response = response;
    this.path =
        Arrays.stream(request.getHttpURI().getPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
  }

  String method() {
    return request.getMethod();
  }

  /** Decoded segments of the path. */
  List<String> path() {
    return path;
  }

  @Nullable String query(String name) {
    Fields.Field field = Request.extractQueryParameters(request).get(name);
    return field == null ? null : field.getValue();
  }

  long query(String name, long missing) {
    String text = query(name);
    return text == null ? missing : number(name, text);
  }

  @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  long header(String name, long missing) {
    String text = header(name);
    return text == null ? missing : number(name, text);
  }

  /** Declared length of the body; empty if it was not declared. */
  Optional<Long> length() {
    long length = request.getLength();
    return length < 0 ? Optional.empty() : Optional.of(length);
  }

  InputStream body() {
    return Content.Source.asInputStream(request);
  }

  <T> T json(Class<T> type) throws IOException {
    String contentType = header("Content-Type");
    if (contentType == null || !contentType.startsWith("application/json")) {
      throw RefusedRequestException.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: %s (expected: application/json)".formatted(contentType));
    }
    byte[] bytes = body().readNBytes(MOST_JSON + 1);
    if (bytes.length > MOST_JSON) {
      throw RefusedRequestException.of(
          ProblemType.BODY_TOO_LARGE, "body: more than " + MOST_JSON + " bytes");
    }
    return parsed(bytes, type);
  }

  private static <T> T parsed(byte[] bytes, Class<T> type) {
    try {
      T value = JSON.readValue(bytes, type);
      if (value == null) {
        throw RefusedRequestException.of(
            ProblemType.UNREADABLE_BODY, "body: null (expected: a JSON object)");
      }
      return value;
    } catch (JacksonException e) {
      throw RefusedRequestException.of(
          ProblemType.UNREADABLE_BODY, "body: " + UnreadableJson.why(e));
    }
  }

  void answer(int status) {
    response.setStatus(status);
  }

  void set(String header, String value) {
    response.getHeaders().put(header, value);
  }

  void answer(int status, Object value) throws IOException {
    write(status, "application/json", value);
  }

  void refuse(ProblemType type, String detail) throws IOException {
    Problem problem =
        new Problem(
            type.uri().toString(), type.title(), type.status(), detail, type.advice(), null);
    RetryAfter.of(type).ifPresent(pause -> set(RetryAfter.HEADER, pause));
    write(type.status(), "application/problem+json", problem);
  }

  private void write(int status, String contentType, Object value) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(value);
    response.setStatus(status);
    set(HttpHeader.CONTENT_TYPE.asString(), contentType);
    set(HttpHeader.CONTENT_LENGTH.asString(), String.valueOf(bytes.length));
    try (OutputStream out = output()) {
      out.write(bytes);
    }
  }

  OutputStream output() {
    return Content.Sink.asOutputStream(response);
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw InvalidFieldException.of(name, '"' + text + '"', "a whole number");
    }
  }
}
