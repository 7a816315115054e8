package dev.mycelium.agent.tensor.file;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
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
  static final int MOST_TENSORS = 100_000;
  static final int MOST_METADATA = 100;

  /** Duplicate keys are looked for here: the parser's own search takes a set for each object. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
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
    Set<String> keys = new HashSet<>();
    expect(json.nextToken() == JsonToken.START_OBJECT, json, "an object");
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      requireFirst(keys.add(name), name);
      if (name.equals(METADATA)) {
        parseMetadata(json, metadata);
      } else {
        entries.add(TensorFields.parse(json, TensorName.requireAllowed(name)));
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
      String value = json.getString();
      expect(TensorName.isText(key) && TensorName.isText(value), json, "whole characters");
      requireFirst(metadata.put(key, value) == null, key);
      if (metadata.size() > MOST_METADATA) {
        throw InvalidTensorFileException.of(
            METADATA, "over " + MOST_METADATA + " entries", "at most " + MOST_METADATA);
      }
    }
  }

  private static void requireFirst(boolean first, String key) {
    if (!first) {
      throw InvalidTensorFileException.of("key", '"' + key + "\" twice", "each key once");
    }
  }

  static void expect(boolean holds, JsonParser json, String expected) {
    if (!holds) {
      String where = "header at character " + json.currentTokenLocation().getCharOffset();
      throw InvalidTensorFileException.of(where, String.valueOf(json.currentToken()), expected);
    }
  }
}
