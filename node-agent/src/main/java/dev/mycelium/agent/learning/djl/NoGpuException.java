package dev.mycelium.agent.learning.djl;

/** A GPU was asked for and the engine sees none. */
public final class NoGpuException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoGpuException(String message) {
    super(message);
  }

  static NoGpuException of(String engine, boolean cuda) {
    String found =
        cuda
            ? engine + " with CUDA, but no usable NVIDIA device or driver"
            : engine + ", built without CUDA";
    return new NoGpuException(
        "device: gpu (found: "
            + found
            + "; set PYTORCH_LIBRARY_PATH to the torch/lib of a PyTorch "
            + NativeEngine.RELEASE
            + " with CUDA 12.8, or use --device cpu)");
  }
}
