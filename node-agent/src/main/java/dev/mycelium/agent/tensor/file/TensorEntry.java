package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.TensorSpec;

/**
 * A tensor as a file's header declares it: float32 values in the bytes {@code begin <= i < end}
 * after the header.
 */
record TensorEntry(TensorSpec spec, long begin, long end) {

  TensorEntry {
    if (begin < 0 || end < begin) {
      throw InvalidTensorFileException.of(
          offsetsOf(spec), "[" + begin + "," + end + "]", "0 <= begin <= end");
    }
    long bytes = (long) spec.elements() * Float.BYTES;
    if (end - begin != bytes) {
      throw InvalidTensorFileException.of(
          offsetsOf(spec), (end - begin) + " bytes", bytes + " bytes for shape " + spec.shape());
    }
  }

  String name() {
    return spec.name();
  }

  private static String offsetsOf(TensorSpec spec) {
    return "data_offsets of " + InvalidTensorFileException.printable(spec.name());
  }
}
