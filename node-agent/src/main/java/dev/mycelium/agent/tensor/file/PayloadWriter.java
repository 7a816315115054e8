package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.Stripes;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays payloads into files: by which names, and in which type of numbers. */
record PayloadWriter(Naming naming, FloatType type) {

  void write(Payload payload, Map<String, String> metadata, OutputStream out) throws IOException {
    TensorFileWriter writer = begin(payload.layout(), metadata, out);
    float[] block = new float[TensorValues.BLOCK];
    for (Tensors section : payload.sections().values()) {
      for (long from = 0; from < section.elements(); from += block.length) {
        int count = (int) Math.min(block.length, section.elements() - from);
        section.read((int) from, block, count);
        writer.write(block, count);
      }
    }
    writer.finish();
  }

  /**
   * Writes what is computed while it is written, some of it side by side.
   *
   * @throws NonFiniteValuesException if there is a NaN or an infinity
   */
  void writeFinite(PayloadValues values, Map<String, String> metadata, OutputStream out)
      throws IOException {
    TensorFileWriter writer = begin(values.layout(), metadata, out);
    for (String name : values.names()) {
      if (!Stripes.inOrder(values.section(name), writer::write)) {
        throw new NonFiniteValuesException(name);
      }
    }
    writer.finish();
  }

  TensorFileWriter begin(PayloadLayout layout, Map<String, String> metadata, OutputStream out)
      throws IOException {
    return TensorFileWriter.begin(out, declared(layout), metadata);
  }

  /** Bytes of a whole file. */
  long bytes(PayloadLayout layout, Map<String, String> metadata) {
    List<DeclaredTensor> tensors = declared(layout);
    long values = tensors.stream().mapToLong(DeclaredTensor::bytes).sum();
    return CanonicalHeader.bytes(tensors, metadata).length + values;
  }

  private List<DeclaredTensor> declared(PayloadLayout layout) {
    List<DeclaredTensor> tensors = new ArrayList<>();
    for (Map.Entry<String, TensorLayout> section : layout.sections().entrySet()) {
      for (TensorSpec spec : section.getValue().specs()) {
        String name = naming.text(section.getKey(), spec.name());
        tensors.add(new DeclaredTensor(new TensorSpec(name, spec.shape()), type));
      }
    }
    return tensors;
  }
}
