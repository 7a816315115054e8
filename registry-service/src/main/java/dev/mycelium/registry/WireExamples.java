package dev.mycelium.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Examples of requests, one file for each record under {@code examples/}. */
final class WireExamples {
  private WireExamples() {}

  static Optional<Map<String, Object>> of(Class<?> type) {
    String file = "/examples/" + type.getSimpleName() + ".json";
    try (InputStream json = WireExamples.class.getResourceAsStream(file)) {
      return json == null
          ? Optional.empty()
          : Optional.of(
              JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {}));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
