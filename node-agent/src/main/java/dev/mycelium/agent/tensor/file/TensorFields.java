package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The three fields of one tensor in a header, as they turn up. */
final class TensorFields {
  private static final int MOST_DIMENSIONS = 16;

  private static final SortedMap<String, Dtype> DTYPES =
      new TreeMap<>(
          Stream.<Dtype>concat(Stream.of(FloatType.values()), Stream.of(IntegerType.values()))
              .collect(Collectors.toMap(Dtype::name, Function.identity())));

  private final JsonParser json;
  private final String name;
  private @Nullable Dtype dtype;
  private @Nullable List<Long> shape;
  private @Nullable List<Long> offsets;

  private TensorFields(JsonParser json, String name) {
    this.json = json;
    this.name = name;
  }

  /** Reads the object that comes next. */
  static TensorEntry parse(JsonParser json, String name) {
    HeaderText.expect(json.nextToken() == JsonToken.START_OBJECT, json, "an object");
    TensorFields fields = new TensorFields(json, name);
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      fields.take(field);
    }
    return fields.entry();
  }

  private void take(String field) {
    switch (field) {
      case "dtype" -> {
        requireFirst(field, dtype);
        dtype = dtype();
      }
      case "shape" -> {
        requireFirst(field, shape);
        shape = numbers(MOST_DIMENSIONS);
      }
      case "data_offsets" -> {
        requireFirst(field, offsets);
        offsets = numbers(2);
      }
      default -> throw wrong("field", field, "dtype, shape, data_offsets");
    }
  }

  private void requireFirst(String field, @Nullable Object before) {
    if (before != null) {
      throw wrong("field", field + " twice", "each field once");
    }
  }

  private Dtype dtype() {
    HeaderText.expect(json.currentToken() == JsonToken.VALUE_STRING, json, "a dtype");
    Dtype known = DTYPES.get(json.getString());
    if (known == null) {
      throw wrong("dtype", json.getString(), String.join(", ", DTYPES.keySet()));
    }
    return known;
  }

  private List<Long> numbers(int most) {
    HeaderText.expect(json.currentToken() == JsonToken.START_ARRAY, json, "an array of numbers");
    List<Long> numbers = new ArrayList<>(4);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      HeaderText.expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, json, "a whole number");
      HeaderText.expect(numbers.size() < most, json, "no more numbers");
      long number = json.getLongValue();
      HeaderText.expect(number != 0 || json.getStringLength() == 1, json, "0 without a sign");
      numbers.add(number);
    }
    return numbers;
  }

  private TensorEntry entry() {
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw InvalidTensorFileException.of(
          "tensor", name, "dtype, shape and data_offsets of two numbers");
    }
    return new TensorEntry(new DeclaredTensor(spec(shape), dtype), offsets.get(0), offsets.get(1));
  }

  private TensorSpec spec(List<Long> sizes) {
    Integer[] whole = new Integer[sizes.size()];
    try {
      for (int i = 0; i < whole.length; i++) {
        whole[i] = Math.toIntExact(sizes.get(i));
      }
      return new TensorSpec(name, List.of(whole));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw InvalidTensorFileException.of(
          "shape of " + InvalidTensorFileException.printable(name),
          sizes,
          "sizes >= 0 with a product of at most " + Integer.MAX_VALUE,
          e);
    }
  }

  private InvalidTensorFileException wrong(String what, String value, String expected) {
    return InvalidTensorFileException.of(
        what + " of " + InvalidTensorFileException.printable(name), value, expected);
  }
}
