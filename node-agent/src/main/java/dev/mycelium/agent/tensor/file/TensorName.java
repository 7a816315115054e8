package dev.mycelium.agent.tensor.file;

import java.nio.charset.StandardCharsets;

/**
 * The rule for names inside a file: 1 to {@value #LONGEST} characters that are also a relative path
 * without surprises, because tools unpack tensors into files of these names. In a payload the part
 * before the first {@code /} is the section.
 */
record TensorName(String section, String tensor) {
  static final int LONGEST = 500;

  /** Splits {@code model/dense0.weight} at its first slash. */
  static TensorName parse(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw InvalidTensorFileException.of("name", '"' + name + '"', "section/tensor");
    }
    return new TensorName(name.substring(0, slash), name.substring(slash + 1));
  }

  static String requireAllowed(String name) {
    if (name.length() > LONGEST || !isText(name) || !isPlain(name) || !isRelativePath(name)) {
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

  /** Whether every character is whole: half a surrogate pair can be written as an escape. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return true;
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '\\' || Character.isISOControl(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRelativePath(String name) {
    int begin = 0;
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', begin)) {
      if (!isSegment(name.substring(begin, end))) {
        return false;
      }
      begin = end + 1;
    }
    return isSegment(name.substring(begin));
  }

  private static boolean isSegment(String segment) {
    return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
  }
}
