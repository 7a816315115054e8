package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.CompressionSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A compression as {@code --compression} takes it: {@code NAME[,ARGUMENT=VALUE...]}. */
final class CompressionText {
  private static final String FORMS = "none; float16; qsgd,levels=N,bucket_size=N";

  private CompressionText() {}

  /**
   * @throws IllegalArgumentException for a name or a value that does not exist, saying what does
   */
  static CompressionSpec parse(String text) {
    List<String> words = List.of(text.split(",", -1));
    Map<String, Integer> given = new TreeMap<>();
    for (String word : words.subList(1, words.size())) {
      String[] parts = word.split("=", 2);
      if (parts.length < 2 || given.put(parts[0], number(word, parts[1])) != null) {
        throw wrong(word);
      }
    }
    CompressionSpec spec = spec(words.get(0), given.remove("levels"), given.remove("bucket_size"));
    if (!given.isEmpty() || (words.size() > 1 && !(spec instanceof CompressionSpec.Qsgd))) {
      throw wrong(text);
    }
    return spec;
  }

  private static CompressionSpec spec(
      String name, @Nullable Integer levels, @Nullable Integer bucketSize) {
    return switch (name) {
      case "none" -> new CompressionSpec.None();
      case "float16" -> new CompressionSpec.Float16();
      case "qsgd" -> CompressionSpec.Qsgd.of(levels, bucketSize);
      default -> throw wrong(name);
    };
  }

  /** The text that is read as {@code compression}. */
  static String of(CompressionSpec compression) {
    if (compression instanceof CompressionSpec.Qsgd qsgd) {
      return "qsgd,levels=%d,bucket_size=%d".formatted(qsgd.levels(), qsgd.bucketSize());
    }
    return compression instanceof CompressionSpec.Float16 ? "float16" : "none";
  }

  private static int number(String word, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(word);
    }
  }

  private static IllegalArgumentException wrong(String word) {
    return new IllegalArgumentException("\"%s\" (expected: %s)".formatted(word, FORMS));
  }
}
