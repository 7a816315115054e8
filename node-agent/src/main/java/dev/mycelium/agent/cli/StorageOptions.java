package dev.mycelium.agent.cli;

import dev.mycelium.agent.blob.BlobLimits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How much disk an agent takes. */
final class StorageOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(M|G|T)");

  @Option(
      names = "--max-blob",
      paramLabel = "SIZE",
      defaultValue = "4G",
      description = "Largest single model or update, such as 500M or 4G (${DEFAULT-VALUE}).")
  String maxBlob = "4G";

  @Option(
      names = "--max-disk",
      paramLabel = "SIZE",
      defaultValue = "64G",
      description = {
        "All models and updates together (${DEFAULT-VALUE}). Beyond it the agent takes no more and",
        "says so."
      })
  String maxDisk = "64G";

  BlobLimits limits() {
    return new BlobLimits(bytes("--max-blob", maxBlob), bytes("--max-disk", maxDisk));
  }

  private static long bytes(String option, String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      throw new CommandFailedException(
          ExitCode.USAGE, "%s: %s (expected: such as 500M, 4G or 1T)".formatted(option, text));
    }
    int shift =
        switch (size.group(2)) {
          case "M" -> 20;
          case "G" -> 30;
          default -> 40;
        };
    return Long.parseLong(size.group(1)) << shift;
  }
}
