package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Files that are safetensors or were before one to three changes: to fields, to the structure of
 * the header, to its text, to single bytes, to the ends. About a quarter are legal. The same seed
 * gives the same file.
 */
final class SomeTensorFiles {
  private static final List<String> NAMES =
      List.of("model/w", "model/b", "momentum/w", "w", "a.b", "\u00e9", "\ud83c\udf44", "x/y/z");
  private static final List<String> TYPES =
      List.of("F32", "F32", "F16", "BF16", "I8", "U8", "I32", "U32", "I64", "U64");
  private static final List<Integer> WIDTHS = List.of(4, 4, 2, 2, 1, 1, 4, 4, 8, 8);
  private static final List<String> ODD_NAMES =
      List.of(
          "",
          "..",
          "../w",
          "/w",
          "w/",
          "a//b",
          "a/./b",
          "a\\u0000b",
          "\\ud800",
          "\\udc00\\ud800",
          "\\ud83c\\udf44",
          "a\\nb",
          "a\\\\b",
          "\\u0061",
          "\\x",
          "a\u0000b",
          "__metadata__",
          "w".repeat(499),
          "w".repeat(501),
          "\u0085",
          "a\\/b");
  private static final List<String> ODD_TYPES =
      List.of(
          "\"F64\"",
          "\"BOOL\"",
          "\"F8_E4M3\"",
          "\"f32\"",
          "\"\"",
          "\"O\"",
          "null",
          "1",
          "[]",
          "{\"F32\":null}",
          "\"F\\u0033\\u0032\"");
  private static final List<String> ODD_NUMBERS =
      List.of(
          "-1",
          "-0",
          "00",
          "1.0",
          "1e0",
          "1e400",
          "\"1\"",
          "null",
          "[]",
          "{}",
          "true",
          "2147483647",
          "2147483648",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "-9223372036854775808",
          "1000000",
          "0x10",
          "+1",
          "NaN",
          "1" + "0".repeat(60));
  private static final List<String> ODD_METADATA =
      List.of(
          "null",
          "[]",
          "1",
          "\"x\"",
          "{\"a\":1}",
          "{\"a\":null}",
          "{\"a\":{}}",
          "{\"a\":\"1\",\"a\":\"2\"}",
          "{\"\\ud800\":\"x\"}",
          "{\"x\":\"\\udfff\"}",
          "{\"\":\"\"}",
          "{\"a\":\"\\u0000\"}",
          "{\"a\":\"" + "y".repeat(300) + "\"}");
  private static final List<String> ODD_TEXT =
      List.of(
          " ",
          "\n",
          "\t",
          "\u0000",
          "\ufeff",
          "\u00a0",
          ",",
          "}",
          "{",
          "]",
          "[",
          "\"",
          "\\",
          "//",
          "/**/",
          "1",
          "null",
          "\"k\":\"v\",",
          "[".repeat(200),
          "{\"a\":".repeat(200));
  private static final List<String> STARTS =
      List.of(
          "PK\3\4", "\u0080\4\u0095", "\u0093NUMPY", "\u00ac\u00ed\0\5", "GGUF", "\u001f\u008b");

  private final RandomGenerator random;
  private final List<String[]> tensors = new ArrayList<>();
  private String metadata = "";
  private int valueBytes;

  private SomeTensorFiles(RandomGenerator random) {
    this.random = random;
  }

  static byte[] draw(long seed) {
    return new SomeTensorFiles(new SplittableRandom(seed)).draw();
  }

  private byte[] draw() {
    compose();
    int changes = random.nextInt(4);
    int kind = random.nextInt(4);
    for (int i = 0; i < changes && kind == 0; i++) {
      changeField();
    }
    String text = text();
    for (int i = 0; i < changes && kind == 1; i++) {
      text = changed(text);
    }
    byte[] file = file(text, random.nextInt(8) * random.nextInt(2));
    for (int i = 0; i < changes && kind == 2; i++) {
      file = changed(file);
    }
    return file;
  }

  /** Legal, if names are not drawn twice. */
  private void compose() {
    List<String> names = new ArrayList<>(NAMES);
    Collections.rotate(names, random.nextInt(names.size()));
    for (int i = random.nextInt(5); i > 0; i--) {
      int type = random.nextInt(TYPES.size());
      int elements = 1;
      List<Integer> shape = new ArrayList<>();
      for (int rank = random.nextInt(4); rank > 0; rank--) {
        shape.add(random.nextInt(4));
        elements *= shape.get(shape.size() - 1);
      }
      int end = valueBytes + elements * WIDTHS.get(type);
      tensors.add(
          new String[] {
            '"' + names.get(i) + '"',
            '"' + TYPES.get(type) + '"',
            shape.toString().replace(" ", ""),
            "[" + valueBytes + "," + end + "]",
            ""
          });
      valueBytes = end;
    }
    if (random.nextInt(3) == 0) {
      metadata = "{\"format\":\"pt\",\"b\":\"\u00e9\\n\"}";
    }
    Collections.swap(tensors(), random.nextInt(tensors().size()), 0);
  }

  private List<String[]> tensors() {
    if (tensors.isEmpty()) {
      tensors.add(new String[] {"\"w\"", "\"F32\"", "[0]", "[0,0]", ""});
    }
    return tensors;
  }

  private void changeField() {
    String[] tensor = one(tensors);
    switch (random.nextInt(10)) {
      case 0 -> tensor[0] = random.nextBoolean() ? one(tensors)[0] : '"' + one(ODD_NAMES) + '"';
      case 1 -> tensor[1] = random.nextBoolean() ? '"' + one(TYPES) + '"' : one(ODD_TYPES);
      case 2 -> tensor[2] = changedNumbers(tensor[2]);
      case 3, 4, 5 -> tensor[3] = changedNumbers(tensor[3]);
      case 6 -> tensor[4] = one(List.of(",\"x\":1", ",\"dtype\":\"F32\"", ",\"shape\":[]", ","));
      case 7 -> metadata = one(ODD_METADATA);
      case 8 -> tensors.add(tensor.clone());
      default -> tensor[2 + random.nextInt(2)] = one(tensors)[2 + random.nextInt(2)];
    }
  }

  private String changedNumbers(String array) {
    List<String> numbers =
        new ArrayList<>(List.of(array.substring(1, Math.max(1, array.length() - 1)).split(",")));
    int at = random.nextInt(numbers.size());
    switch (random.nextInt(5)) {
      case 0 -> numbers.set(at, one(ODD_NUMBERS));
      case 1 -> numbers.add(at, String.valueOf(random.nextInt(9)));
      case 2 -> numbers.remove(at);
      case 3 -> Collections.reverse(numbers);
      default -> numbers.set(at, shifted(numbers.get(at)));
    }
    return "[" + String.join(",", numbers) + "]";
  }

  private String shifted(String number) {
    boolean small = !number.isEmpty() && number.length() < 9 && number.matches("[0-9]+");
    return small ? String.valueOf(Long.parseLong(number) + random.nextInt(-8, 9)) : "1";
  }

  private String text() {
    List<String> members = new ArrayList<>();
    if (!metadata.isEmpty()) {
      members.add("\"__metadata__\":" + metadata);
    }
    boolean odd = random.nextInt(40) == 0;
    for (String[] tensor : tensors) {
      members.add(
          odd
              ? "%s:[%s,%s,%s]".formatted(tensor[0], tensor[1], tensor[2], tensor[3])
              : tensor[0]
                  + ":{\"dtype\":"
                  + tensor[1]
                  + ",\"shape\":"
                  + tensor[2]
                  + ",\"data_offsets\":"
                  + tensor[3]
                  + tensor[4]
                  + "}");
    }
    Collections.rotate(members, random.nextInt(members.size() + 1));
    return "{" + String.join(",", members) + "}";
  }

  private String changed(String text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(1, 12));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + one(ODD_TEXT) + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(end);
      case 2 -> text.substring(0, end) + text.substring(at);
      case 3 -> one(ODD_TEXT) + text;
      default -> text + one(ODD_TEXT);
    };
  }

  private byte[] file(String text, int padding) {
    byte[] header = (text + " ".repeat(padding)).getBytes(UTF_8);
    byte[] values = new byte[valueBytes];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt();
    }
    return ByteBuffer.allocate(8 + header.length + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(values)
        .array();
  }

  private byte[] changed(byte[] file) {
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    byte[] copy = file.clone();
    if (copy.length < 9) {
      return copy;
    }
    switch (random.nextInt(7)) {
      case 0 -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[random.nextInt(8, copy.length)] = (byte) random.nextInt();
      case 2 -> ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length(file));
      case 3 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length));
      case 4 -> copy = Arrays.copyOf(copy, copy.length + random.nextInt(1, 9));
      case 5 -> {
        byte[] start = one(STARTS).getBytes(ISO_8859_1);
        System.arraycopy(start, 0, copy, 0, Math.min(start.length, copy.length));
      }
      default -> {
        int at = random.nextInt(8, copy.length);
        longer.write(copy, 0, at);
        longer.write(random.nextInt());
        longer.write(copy, at, copy.length - at);
        copy = longer.toByteArray();
      }
    }
    return copy;
  }

  private long length(byte[] file) {
    long real = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return switch (random.nextInt(5)) {
      case 0 -> real + random.nextInt(-3, 4);
      case 1 -> 0;
      case 2 -> 1L << random.nextInt(64);
      case 3 -> 100_000_001;
      default -> random.nextLong();
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
