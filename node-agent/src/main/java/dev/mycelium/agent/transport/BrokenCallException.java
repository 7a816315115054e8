package dev.mycelium.agent.transport;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to an agent failed in a way that its next attempt may not meet. */
final class BrokenCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable HttpResponse<byte[]> answer;

  private BrokenCallException(
      String message, @Nullable Throwable cause, @Nullable HttpResponse<byte[]> answer) {
    super(message, cause);
    this.answer = answer;
  }

  static BrokenCallException unanswered(URI uri, Throwable cause) {
    return of("%s does not answer (%s)".formatted(uri, cause), cause);
  }

  static BrokenCallException answered(HttpResponse<byte[]> answer) {
    return new BrokenCallException(
        "%s answered %d".formatted(answer.uri(), answer.statusCode()), null, answer);
  }

  static BrokenCallException of(String message, @Nullable Throwable cause) {
    return new BrokenCallException(message, cause, null);
  }

  /** What was answered, if anything was. */
  Optional<HttpResponse<byte[]>> answer() {
    return Optional.ofNullable(answer);
  }
}
