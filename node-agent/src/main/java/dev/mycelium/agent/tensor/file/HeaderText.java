package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.TensorSpec;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of a header, read token by token so that a hostile one is left at its first fault:
 * {@code {"__metadata__":{"k":"v"},"name":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}}.
 *
 * @param entries in the order of the text
 */
record HeaderText(List<TensorEntry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  static final int MOST_TENSORS = 10_000;
  static final int MOST_METADATA = 100;
  private static final int MOST_DIMENSIONS = 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(20)
                  .maxNameLength(1_000)
                  .maxStringLength(65_536)
                  .build())
          .build();

  /** Strict UTF-8; closes {@code text}. */
  static HeaderText parse(InputStream text) {
    var utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (JsonParser json =
        JSON.createParser(ObjectReadContext.empty(), new InputStreamReader(text, utf8))) {
      HeaderText header = parse(json);
      expect(json.nextToken() == null, json, "nothing after the header's object");
      return header;
    } catch (JacksonException e) {
      throw InvalidTensorFileException.of("header", e.getOriginalMessage(), "well-formed JSON", e);
    }
  }

  private static HeaderText parse(JsonParser json) {
    List<TensorEntry> entries = new ArrayList<>();
    Map<String, String> metadata = new TreeMap<>();
    expect(json.nextToken() == JsonToken.START_OBJECT, json, "an object");
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (name.equals(METADATA)) {
        parseMetadata(json, metadata);
      } else {
        entries.add(parseTensor(json, TensorName.requireAllowed(name)));
      }
      if (entries.size() > MOST_TENSORS) {
        throw InvalidTensorFileException.of(
            "tensors", "over " + MOST_TENSORS, "at most " + MOST_TENSORS);
      }
    }
    return new HeaderText(entries, metadata);
  }

  private static void parseMetadata(JsonParser json, Map<String, String> metadata) {
    expect(json.nextToken() == JsonToken.START_OBJECT, json, "an object of texts");
    for (String key = json.nextName(); key != null; key = json.nextName()) {
      expect(json.nextToken() == JsonToken.VALUE_STRING, json, "a text");
      metadata.put(key, json.getString());
      if (metadata.size() > MOST_METADATA) {
        throw InvalidTensorFileException.of(
            METADATA, "over " + MOST_METADATA + " entries", "at most " + MOST_METADATA);
      }
    }
  }

  private static TensorEntry parseTensor(JsonParser json, String name) {
    expect(json.nextToken() == JsonToken.START_OBJECT, json, "an object");
    boolean typed = false;
    List<Long> shape = null;
    List<Long> offsets = null;
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      switch (field) {
        case "dtype" -> typed = requireFloat32(json, name);
        case "shape" -> shape = parseNumbers(json, MOST_DIMENSIONS);
        case "data_offsets" -> offsets = parseNumbers(json, 2);
        default ->
            throw InvalidTensorFileException.of(
                "field of " + InvalidTensorFileException.printable(name),
                field,
                "dtype, shape, data_offsets");
      }
    }
    return entry(name, typed, shape, offsets);
  }

  private static boolean requireFloat32(JsonParser json, String name) {
    expect(json.currentToken() == JsonToken.VALUE_STRING, json, "a dtype");
    if (!json.getString().equals("F32")) {
      throw InvalidTensorFileException.of(
          "dtype of " + InvalidTensorFileException.printable(name), json.getString(), "F32");
    }
    return true;
  }

  private static List<Long> parseNumbers(JsonParser json, int most) {
    expect(json.currentToken() == JsonToken.START_ARRAY, json, "an array of numbers");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, json, "a whole number");
      expect(numbers.size() < most, json, "at most " + most + " numbers");
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private static TensorEntry entry(
      String name, boolean typed, @Nullable List<Long> shape, @Nullable List<Long> offsets) {
    if (!typed || shape == null || offsets == null || offsets.size() != 2) {
      throw InvalidTensorFileException.of(
          "tensor", name, "dtype, shape and data_offsets of two numbers");
    }
    return new TensorEntry(spec(name, shape), offsets.get(0), offsets.get(1));
  }

  private static TensorSpec spec(String name, List<Long> shape) {
    try {
      return new TensorSpec(name, shape.stream().map(Math::toIntExact).toList());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw InvalidTensorFileException.of(
          "shape of " + InvalidTensorFileException.printable(name),
          shape,
          "sizes >= 0 with a product of at most " + Integer.MAX_VALUE,
          e);
    }
  }

  private static void expect(boolean holds, JsonParser json, String expected) {
    if (!holds) {
      String where = "header at character " + json.currentTokenLocation().getCharOffset();
      throw InvalidTensorFileException.of(where, String.valueOf(json.currentToken()), expected);
    }
  }
}
