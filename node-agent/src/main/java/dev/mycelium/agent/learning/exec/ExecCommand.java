package dev.mycelium.agent.learning.exec;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that learns, started anew for each operation (docs/exec-learner.md). One call at a
 * time; {@link #close} may come from any thread and ends a running call with its children.
 */
public final class ExecCommand implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<String> words;
  private final ExecLimits limits;
  private final AtomicReference<@Nullable ChildRun> running = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * @throws IllegalArgumentException if {@code text} is no command
   */
  public ExecCommand(String text, ExecLimits limits) {
    this.words = CommandLineText.words(text);
    this.limits = requireNonNull(limits, "limits");
  }

  /**
   * Asks what the command brings.
   *
   * @param wantedModel the model that the user asked for; null to leave it to the command
   */
  public ExecOffer offer(@Nullable String wantedModel) {
    try (Workspace files = Workspace.open()) {
      Request request = Request.offer(files, wantedModel);
      run(request, files, 0, Cancellation.never());
      return reply(request, ExecOffer.class);
    }
  }

  /**
   * @param outputBytes how large the file of parameters may be
   */
  void run(Request request, Workspace files, long outputBytes, Cancellation stop) {
    if (closed) {
      throw ExecFailedException.of(request.operation(), "closed", "an open learner");
    }
    long mostBytes = files.bytes() + outputBytes + ExecLimits.REPLY_BYTES;
    try (ChildRun child = start(request)) {
      running.set(child);
      child.send(JSON.writeValueAsBytes(request));
      child.await(new ChildRun.Bounds(limits.timeout(), mostBytes, files), stop, () -> closed);
    } finally {
      running.set(null);
    }
  }

  private ChildRun start(Request request) {
    try {
      return ChildRun.start(words, request.operation());
    } catch (IOException e) {
      throw ExecFailedException.of(
          request.operation(),
          "cannot start \"%s\": %s".formatted(words.get(0), e.getMessage()),
          "a program on the PATH, or a path to one",
          e);
    }
  }

  <T> T reply(Request request, Class<T> type) {
    Path file = Path.of(request.reply());
    try {
      return JSON.readValue(Files.readAllBytes(file), type);
    } catch (IOException e) {
      throw ExecFailedException.of(
          request.operation(), "no reply", "one JSON object in the file of \"reply\"", e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw ExecFailedException.of(
          request.operation(), "reply: " + brief(e), "as docs/exec-learner.md shows", e);
    }
  }

  private static String brief(Exception e) {
    Throwable root = e.getCause() == null ? e : e.getCause();
    return root instanceof JacksonException json
        ? json.getOriginalMessage()
        : String.valueOf(root.getMessage());
  }

  @Override
  public void close() {
    closed = true;
    ChildRun child = running.get();
    if (child != null) {
      child.kill();
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
