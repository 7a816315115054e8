package dev.mycelium.agent.tensor.file;

/**
 * A tensor as a file's header declares it, with its values in the bytes {@code begin <= i < end}
 * after the header.
 */
record TensorEntry(DeclaredTensor tensor, long begin, long end) {

  TensorEntry {
    if (begin < 0 || end < begin) {
      throw InvalidTensorFileException.of(
          offsetsOf(tensor), "[" + begin + "," + end + "]", "0 <= begin <= end");
    }
    if (end - begin != tensor.bytes()) {
      throw InvalidTensorFileException.of(
          offsetsOf(tensor),
          (end - begin) + " bytes",
          "%d bytes for shape %s of %s"
              .formatted(tensor.bytes(), tensor.spec().shape(), tensor.dtype().name()));
    }
  }

  String name() {
    return tensor.name();
  }

  private static String offsetsOf(DeclaredTensor tensor) {
    return "data_offsets of " + InvalidTensorFileException.printable(tensor.name());
  }
}
