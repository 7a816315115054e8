package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.wire.problem.ProblemType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed files by design: each refused with what was wrong, before memory is spent on it. */
class HostileFileTest {
  private static final long LITTLE = 1 << 20;

  @TempDir Path directory;

  /** What a first reading loads and keeps is no file's doing. */
  @BeforeAll
  static void readSomething(@TempDir Path folder) throws IOException {
    for (String text : List.of("", tensor("../w", "[1]", "[0,4]"), "\"w\":[")) {
      Path file = Files.write(folder.resolve("first"), file(text, 0));
      catchThrowableOfType(RuntimeException.class, () -> PayloadFile.read(file));
    }
  }

  static Stream<Arguments> headerLengths() {
    return Stream.of(
        arguments("no byte", new byte[0], "file: 0 bytes (expected: at least 8 bytes)"),
        arguments("7 bytes", new byte[7], "file: 7 bytes (expected: at least 8 bytes)"),
        arguments("length 0", lengthOnly(0), "header length: 0 (expected: 2 to 100)"),
        arguments("2^63", lengthOnly(1L << 63), "header length: 9223372036854775808"),
        arguments("2^64 - 1", lengthOnly(-1), "header length: 18446744073709551615"),
        arguments("100 MB + 1", lengthOnly(100_000_001), "header length: 100000001"),
        arguments("beyond file", lengthOnly(101), "header length: 101 (expected: 2 to 100)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headerLengths")
  void refusesHeaderLengths(String name, byte[] file, String message) throws IOException {
    assertRefused(file, message);
  }

  @Test
  void refusesAHeaderOverTheFormatsLimitThoughTheFileIsAsLong() throws IOException {
    Path file = Files.write(directory.resolve("sparse"), lengthOnly(100_000_001));
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(200_000_000).write(ByteBuffer.allocate(1));
    }

    assertThatThrownBy(() -> PayloadFile.read(file))
        .hasMessage("header length: 100000001 (expected: 2 to 100000000)");
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments("[1000000,1000000,1000000]", "[0,4]", "shape of model/w: [1000000, "),
        arguments("[4294967296,4294967296]", "[0,4]", "shape of model/w: [4294967296, "),
        arguments("[65536,65536]", "[0,4]", "shape of model/w: [65536, 65536]"),
        arguments("[9223372036854775807,2]", "[0,4]", "shape of model/w: [9223372036854775807"),
        arguments("[9223372036854775808]", "[0,4]", "header: "),
        arguments("[-1]", "[0,4]", "shape of model/w: [-1] (expected: sizes >= 0"),
        arguments("[-1,-1]", "[0,4]", "shape of model/w: [-1, -1]"),
        arguments("[1.0]", "[0,4]", "header at character "),
        arguments("[\"1\"]", "[0,4]", "header at character "),
        arguments("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,4]", "header at character "),
        arguments("1", "[0,4]", "header at character "),
        arguments("[2]", "[0,4]", "data_offsets of model/w: 4 bytes (expected: 8 bytes"),
        arguments("[1]", "[-4,0]", "data_offsets of model/w: [-4,0] (expected: 0 <= begin"),
        arguments("[1]", "[4,0]", "data_offsets of model/w: [4,0] (expected: 0 <= begin"),
        arguments("[1]", "[0,9223372036854775807]", "data_offsets of model/w: 92233"),
        arguments("[1]", "[-9223372036854775808,9223372036854775807]", "data_offsets of "),
        arguments("[1]", "[0]", "tensor: model/w"),
        arguments("[1]", "[0,4,8]", "header at character "),
        arguments("[1]", "[1,5]", "begin of model/w: 1 (expected: 0, without overlap or hole)"),
        arguments("[2]", "[0,8]", "end of the last tensor: 8 (expected: 4, the end of the file)"),
        arguments("[0]", "[0,0]", "end of the last tensor: 0 (expected: 4, the end of the file)"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("shapes")
  void refusesShapesAndOffsets(String shape, String offsets, String message) throws IOException {
    assertRefused(file(tensor("model/w", shape, offsets), 4), message);
  }

  @Test
  void refusesOverlapsAndHoles() throws IOException {
    String first = tensor("model/a", "[2]", "[0,8]");

    assertRefused(
        file(first + "," + tensor("model/b", "[2]", "[4,12]"), 12),
        "begin of model/b: 4 (expected: 8, without overlap or hole)");
    assertRefused(
        file(first + "," + tensor("model/b", "[1]", "[12,16]"), 16),
        "begin of model/b: 12 (expected: 8, without overlap or hole)");
    assertRefused(
        file(first + "," + tensor("model/b", "[2]", "[0,8]"), 8),
        "begin of model/b: 0 (expected: 8, without overlap or hole)");
  }

  static Stream<Arguments> texts() {
    String good = tensor("model/w", "[1]", "[0,4]");
    return Stream.of(
        arguments("duplicate tensor", good + "," + good, "key: \"model/w\" twice"),
        arguments(
            "duplicate field",
            good.replace("}", ",\"dtype\":\"F32\"}"),
            "field of model/w: dtype twice"),
        arguments(
            "two metadata",
            "\"__metadata__\":{},\"__metadata__\":{}",
            "key: \"__metadata__\" twice"),
        arguments(
            "two keys in it", "\"__metadata__\":{\"a\":\"\",\"\\u0061\":\"\"}", "key: \"a\" tw"),
        arguments(
            "half a character", "\"__metadata__\":{\"a\":\"\\ud800\"}", "header at character "),
        arguments("minus nought", tensor("model/w", "[1]", "[-0,4]"), "header at character "),
        arguments("metadata not text", "\"__metadata__\":{\"a\":1}", "header at character "),
        arguments("metadata nested", "\"__metadata__\":{\"a\":{}}", "header at character "),
        arguments("metadata array", "\"__metadata__\":[]", "header at character "),
        arguments(
            "bfloat16",
            tensor("model/w", "[2]", "[0,4]").replace("F32", "BF16"),
            "dtype of model/w: BF16 (expected: F32)"),
        arguments("integers", good.replace("F32", "I32"), "dtype of model/w: I32 (expected: F32)"),
        arguments("float64", good.replace("F32", "F64"), "dtype of model/w: F64 (expected: BF16"),
        arguments("object dtype", good.replace("F32", "O"), "dtype of model/w: O (expected: BF16"),
        arguments("no dtype", good.replace("\"dtype\":\"F32\",", ""), "tensor: model/w"),
        arguments("unknown field", good.replace("shape", "shap\u00e9"), "field of model/w: shap"),
        arguments("tensor is null", "\"model/w\":null", "header at character "),
        arguments("after the object", good + "} {", "header at character "),
        arguments("broken off", good.substring(0, 30), "header: "),
        arguments("NUL after it", good + "}\0", "header: "),
        arguments("no section", tensor("w", "[1]", "[0,4]"), "name: \"w\" (expected: section/"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void refusesTexts(String name, String text, String message) throws IOException {
    assertRefused(file(text, 4), message);
  }

  static Stream<String> names() {
    return Stream.of(
        "",
        "/etc/passwd",
        "../x/w",
        "model/../../w",
        "model/..",
        "model/.",
        "model//w",
        "model/",
        "model/w\\u0000",
        "model/\\n",
        "model\\\\w",
        "C:\\\\w",
        "model/\\ud800",
        "model/\\u0085",
        "m/" + "w".repeat(499));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesNames(String name) throws IOException {
    assertRefused(file(tensor(name, "[1]", "[0,4]"), 4), "name: \"");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    byte[] latin = ("{" + tensor("model/\u00e9", "[1]", "[0,4]") + "}").getBytes(ISO_8859_1);
    byte[] overlong = ("{" + tensor("model/##", "[1]", "[0,4]") + "}").getBytes(UTF_8);
    overlong[new String(overlong, UTF_8).indexOf("##")] = (byte) 0xc0;
    overlong[new String(overlong, ISO_8859_1).indexOf("#")] = (byte) 0xaf;
    byte[] wide = ("{" + tensor("model/w", "[1]", "[0,4]") + "}").getBytes(UTF_16LE);

    assertRefused(fileOf(latin, 4), "header: ");
    assertRefused(fileOf(overlong, 4), "header: ");
    assertRefused(fileOf(wide, 4), "header");
  }

  @Test
  void readsAsManyTensorsAsTheReferenceButNotOneMoreThanItsOwnBound() throws IOException {
    Path file = Files.write(directory.resolve("many"), file(many(100_000), 400_000));

    assertThat(PayloadFile.read(file).payload().layout().elements()).isEqualTo(100_000);
    assertRefused(file(many(100_001), 400_004), "tensors: over 100000 (expected: at most 100000)");
  }

  private static String many(int tensors) {
    return IntStream.range(0, tensors)
        .mapToObj(i -> tensor("model/w" + i, "[1]", "[" + 4 * i + "," + (4 * i + 4) + "]"))
        .collect(Collectors.joining(","));
  }

  @Test
  void refusesDeepAndWideJson() throws IOException {
    String deep = "\"model/w\":{\"shape\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    String nestedMetadata =
        "\"__metadata__\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    String longName = "\"" + "x".repeat(1_000_000) + "\":{}";
    String longText = "\"__metadata__\":{\"a\":\"" + "x".repeat(1_000_000) + "\"}";
    String longNumber = tensor("model/w", "[" + "1".repeat(10_000) + "]", "[0,4]");

    for (String text : Arrays.asList(deep, nestedMetadata, longName, longText, longNumber)) {
      assertRefused(file(text, 4), "header");
    }
  }

  @Test
  void refusesAHeaderThatDoesNotBeginWithABrace() throws IOException {
    byte[] padded = (" {" + tensor("model/w", "[1]", "[0,4]") + "}").getBytes(UTF_8);

    assertRefused(fileOf(padded, 4), "first byte of the header: 0x20 (expected: '{' (0x7b))");
  }

  @Test
  void namesTheTensorThatDiffersFromTheExpectedLayout() throws IOException {
    PayloadLayout expected = PayloadLayout.ofModel(TensorLayout.of(TensorSpec.of("w", 2)));

    assertRefusedAs(
        ProblemType.LAYOUT_MISMATCH,
        file(tensor("model/w", "[1]", "[0,4]"), 4),
        expected,
        "model/w: [1] (expected: [2])");
    assertRefusedAs(
        ProblemType.LAYOUT_MISMATCH,
        file(tensor("model/v", "[2]", "[0,8]"), 8),
        expected,
        "model/w: missing (expected: [2])");
    assertRefusedAs(
        ProblemType.LAYOUT_MISMATCH,
        file(tensor("model/w", "[2]", "[0,4]").replace("F32", "F16"), 4),
        expected,
        "model/w: F16 (expected: F32)");
    assertRefusedAs(
        ProblemType.NON_FINITE,
        fileOf(("{" + tensor("model/w", "[2]", "[0,8]") + "}").getBytes(UTF_8), 8, Float.NaN),
        expected,
        "model/w: NaN or infinite (expected: finite numbers)");
  }

  private void assertRefusedAs(
      ProblemType type, byte[] bytes, PayloadLayout expected, String message) throws IOException {
    Path file = Files.write(directory.resolve("hostile"), bytes);
    assertThatThrownBy(() -> PayloadFile.readExpecting(file, expected))
        .isInstanceOfSatisfying(
            InvalidTensorFileException.class, e -> assertThat(e.type()).isEqualTo(type))
        .hasMessage(message);
  }

  /** Refused with this beginning of the message, for a few allocated bytes. */
  private void assertRefused(byte[] bytes, String message) throws IOException {
    Path file = Files.write(directory.resolve("hostile"), bytes);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    InvalidTensorFileException refusal =
        catchThrowableOfType(InvalidTensorFileException.class, () -> PayloadFile.read(file));

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(refusal).isNotNull();
    assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_TENSORS);
    assertThat(refusal).hasMessageStartingWith(message);
    assertThat(String.valueOf(refusal.getMessage()))
        .hasSizeLessThan(700)
        .doesNotMatch("(?s).*\\p{Cc}.*");
    assertThat(allocated).isLessThan(Math.max(LITTLE, 12L * bytes.length));
  }

  private static String tensor(String name, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, shape, offsets);
  }

  private static byte[] lengthOnly(long length) {
    return ByteBuffer.allocate(108).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  private static byte[] file(String text, int valueBytes) {
    return fileOf(("{" + text + "}").getBytes(UTF_8), valueBytes);
  }

  private static byte[] fileOf(byte[] text, int valueBytes, float... values) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + valueBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    for (float value : values) {
      file.putFloat(value);
    }
    return file.array();
  }
}
