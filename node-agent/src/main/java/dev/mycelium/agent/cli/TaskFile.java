package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A task that several nodes agreed on, as JSON: the labels, the columns of a table and their
 * statistics, exactly as the task of a group's spec.
 */
final class TaskFile {
  private static final long MOST_BYTES = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private TaskFile() {}

  static TaskSpec read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw invalid(file, Files.size(file) + " bytes", "at most " + MOST_BYTES, null);
      }
      return JSON.readValue(Files.readString(file), TaskSpec.class);
    } catch (IOException e) {
      throw invalid(file, e.toString(), "a file of `mycelium data check --write-schema`", e);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason = cause instanceof JacksonException json ? json.getOriginalMessage() : "";
      throw invalid(
          file,
          reason.isEmpty() ? String.valueOf(cause.getMessage()) : reason,
          "a file of `mycelium data check --write-schema`",
          e);
    }
  }

  static void write(TaskSpec task, Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(task) + System.lineSeparator());
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.DATA_INVALID, "--write-schema: cannot write %s: %s".formatted(file, e), e);
    }
  }

  private static CommandFailedException invalid(
      Path file, String what, String expected, @Nullable Exception cause) {
    String sentence = "--schema %s: %s (expected: %s)".formatted(file, what, expected);
    return cause == null
        ? new CommandFailedException(ExitCode.DATA_INVALID, sentence)
        : new CommandFailedException(ExitCode.DATA_INVALID, sentence, cause);
  }
}
