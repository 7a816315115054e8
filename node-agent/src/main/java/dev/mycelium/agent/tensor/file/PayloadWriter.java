package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the canonical bytes that {@link PayloadFile} describes. */
final class PayloadWriter {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 64 * 1024;
  private static final JsonFactory JSON = new JsonFactory();

  private final PayloadFile file;

  private final Naming naming;

  PayloadWriter(PayloadFile file, Naming naming) {
    this.file = file;
    this.naming = naming;
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] text = headerText();
    int padding = Math.floorMod(-text.length, ALIGNMENT);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(text.length + padding).array());
    out.write(text);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
    byte[] chunk = new byte[CHUNK];
    for (Tensors section : file.payload().sections().values()) {
      writeValues(section.values(), chunk, out);
    }
  }

  private byte[] headerText() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      writeMetadata(json);
      long begin = 0;
      for (Map.Entry<String, Tensors> section : file.payload().sections().entrySet()) {
        for (TensorSpec spec : section.getValue().layout().specs()) {
          String name = TensorName.requireAllowed(naming.text(section.getKey(), spec.name()));
          long end = begin + (long) spec.elements() * Float.BYTES;
          writeTensor(json, name, spec, new long[] {begin, end});
          begin = end;
        }
      }
      json.writeEndObject();
    }
    return text.toByteArray();
  }

  private void writeMetadata(JsonGenerator json) {
    if (file.metadata().isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart(HeaderText.METADATA);
    file.metadata().forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void writeTensor(
      JsonGenerator json, String name, TensorSpec spec, long[] dataOffsets) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("dtype", "F32");
    json.writeName("shape");
    json.writeArray(spec.shape().stream().mapToInt(size -> size).toArray(), 0, spec.shape().size());
    json.writeName("data_offsets");
    json.writeArray(dataOffsets, 0, dataOffsets.length);
    json.writeEndObject();
  }

  private static void writeValues(FloatBuffer values, byte[] chunk, OutputStream out)
      throws IOException {
    FloatBuffer floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    while (values.hasRemaining()) {
      int count = Math.min(values.remaining(), floats.capacity());
      floats.clear().put(values.slice(values.position(), count));
      values.position(values.position() + count);
      out.write(chunk, 0, count * Float.BYTES);
    }
  }
}
