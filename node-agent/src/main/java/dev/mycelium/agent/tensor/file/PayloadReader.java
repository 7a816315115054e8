package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a payload from one file: the header first and wholly, values only when it is in order. */
final class PayloadReader {
  private static final int CHUNK = 256 * 1024;

  private final SeekableByteChannel file;
  private final Naming naming;

  PayloadReader(SeekableByteChannel file, Naming naming) {
    this.file = file;
    this.naming = naming;
  }

  PayloadFile read() throws IOException {
    TensorFileHeader header = TensorFileHeader.read(file);
    return new PayloadFile(payload(header, layout(header)), header.metadata());
  }

  PayloadFile readExpecting(PayloadLayout expected) throws IOException {
    TensorFileHeader header = TensorFileHeader.read(file);
    return read(header, expected, layout(header));
  }

  /** The sections that are expected; others may lie beside them and are not read. */
  PayloadFile readSections(PayloadLayout expected) throws IOException {
    TensorFileHeader header = TensorFileHeader.read(file);
    return read(header, expected, layout(header).only(expected.sections().keySet()));
  }

  private PayloadFile read(TensorFileHeader header, PayloadLayout expected, PayloadLayout found)
      throws IOException {
    expected
        .difference(found)
        .ifPresent(
            difference -> {
              throw InvalidTensorFileException.layoutMismatch(difference);
            });
    Payload payload = payload(header, expected);
    payload
        .firstNonFinite()
        .ifPresent(
            tensor -> {
              throw InvalidTensorFileException.nonFinite(tensor);
            });
    return new PayloadFile(payload, header.metadata());
  }

  private PayloadLayout layout(TensorFileHeader header) {
    Map<String, List<TensorSpec>> sections = new TreeMap<>();
    for (TensorEntry entry : header.entries()) {
      TensorName name = naming.parse(entry.name());
      sections
          .computeIfAbsent(name.section(), section -> new ArrayList<>())
          .add(new TensorSpec(name.tensor(), entry.spec().shape()));
    }
    Map<String, TensorLayout> layouts = new TreeMap<>();
    sections.forEach((section, specs) -> layouts.put(section, layout(section, specs)));
    return new PayloadLayout(layouts);
  }

  private static TensorLayout layout(String section, List<TensorSpec> specs) {
    try {
      return TensorLayout.of(specs);
    } catch (IllegalArgumentException e) {
      throw InvalidTensorFileException.of(
          "names", String.valueOf(e.getMessage()), "each tensor once", e);
    } catch (ArithmeticException e) {
      throw InvalidTensorFileException.of(
          "section", section, "at most " + Integer.MAX_VALUE + " numbers", e);
    }
  }

  private Payload payload(TensorFileHeader header, PayloadLayout layout) throws IOException {
    Map<TensorName, Long> positions = new HashMap<>();
    header
        .entries()
        .forEach(
            entry -> positions.put(naming.parse(entry.name()), header.valuesAt() + entry.begin()));
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Tensors> sections = new TreeMap<>();
    for (Map.Entry<String, TensorLayout> section : layout.sections().entrySet()) {
      float[] values = new float[section.getValue().elements()];
      for (TensorSpec spec : section.getValue().specs()) {
        TensorName name = new TensorName(section.getKey(), spec.name());
        file.position(requireNonNull(positions.get(name), spec.name()));
        readValues(values, section.getValue().offset(spec.name()), spec.elements(), chunk);
      }
      sections.put(section.getKey(), Tensors.adopt(section.getValue(), values));
    }
    return new Payload(sections);
  }

  private void readValues(float[] target, int from, int count, ByteBuffer chunk)
      throws IOException {
    int done = 0;
    while (done < count) {
      int next = Math.min(count - done, CHUNK / Float.BYTES);
      chunk.clear().limit(next * Float.BYTES);
      TensorFileHeader.readFully(file, chunk);
      chunk.flip();
      chunk.asFloatBuffer().get(target, from + done, next);
      done += next;
    }
  }
}
