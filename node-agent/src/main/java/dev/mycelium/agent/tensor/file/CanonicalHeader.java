package dev.mycelium.agent.tensor.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The one header that {@link PayloadFile} describes for these tensors and this metadata. */
final class CanonicalHeader {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private CanonicalHeader() {}

  /**
   * All bytes before the first value.
   *
   * @throws InvalidTensorFileException if a name could not be read back
   */
  static byte[] bytes(List<DeclaredTensor> tensors, Map<String, String> metadata) {
    byte[] text = text(tensors, new TreeMap<>(metadata));
    int padding = Math.floorMod(-text.length, ALIGNMENT);
    return ByteBuffer.allocate(Long.BYTES + text.length + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length + padding)
        .put(text)
        .put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8))
        .array();
  }

  private static byte[] text(List<DeclaredTensor> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      writeMetadata(json, metadata);
      long begin = 0;
      for (DeclaredTensor tensor : tensors) {
        TensorName.requireAllowed(tensor.name());
        writeTensor(json, tensor, begin);
        begin += tensor.bytes();
      }
      json.writeEndObject();
    }
    return text.toByteArray();
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart(HeaderText.METADATA);
    metadata.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void writeTensor(JsonGenerator json, DeclaredTensor tensor, long begin) {
    int[] shape = tensor.spec().shape().stream().mapToInt(size -> size).toArray();
    json.writeObjectPropertyStart(tensor.name());
    json.writeStringProperty("dtype", tensor.dtype().name());
    json.writeName("shape");
    json.writeArray(shape, 0, shape.length);
    json.writeName("data_offsets");
    json.writeArray(new long[] {begin, begin + tensor.bytes()}, 0, 2);
    json.writeEndObject();
  }
}
