package dev.mycelium.agent.tensor.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The rule for names inside a file: 1 to {@value #LONGEST} characters that are also a relative path
 * without surprises, because tools unpack tensors into files of these names. In a payload the part
 * before the first {@code /} is the section.
 */
record TensorName(String section, String tensor) {
  static final int LONGEST = 500;
  private static final Set<String> BANNED_SEGMENTS = Set.of("", ".", "..");

  /** Splits {@code model/dense0.weight} at its first slash. */
  static TensorName parse(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw InvalidTensorFileException.of("name", '"' + name + '"', "section/tensor");
    }
    return new TensorName(name.substring(0, slash), name.substring(slash + 1));
  }

  static String requireAllowed(String name) {
    boolean allowed =
        !name.isEmpty()
            && name.length() <= LONGEST
            && name.indexOf('\\') < 0
            && name.chars().noneMatch(Character::isISOControl)
            && StandardCharsets.UTF_8.newEncoder().canEncode(name)
            && Arrays.stream(name.split("/", -1)).noneMatch(BANNED_SEGMENTS::contains);
    if (!allowed) {
      throw InvalidTensorFileException.of(
          "name",
          '"' + name + '"',
          "at most "
              + LONGEST
              + " characters, none of them control characters or '\\', "
              + "a relative path without '.' and '..'");
    }
    return name;
  }
}
