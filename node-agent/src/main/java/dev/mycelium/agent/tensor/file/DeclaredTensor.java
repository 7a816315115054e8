package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.TensorSpec;

/** What a header says of one tensor: its full name in the file, its shape and its type. */
public record DeclaredTensor(TensorSpec spec, Dtype dtype) {

  public DeclaredTensor {
    requireNonNull(spec, "spec");
    requireNonNull(dtype, "dtype");
  }

  public String name() {
    return spec.name();
  }

  /** Bytes of its values. */
  public long bytes() {
    return (long) spec.elements() * dtype.bytes();
  }
}
