package dev.mycelium.agent.learning.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.nio.FloatBuffer;
import java.util.List;

/** Between numbers on the heap and arrays on a device. */
final class NativeArrays {

  private NativeArrays() {}

  static Shape shape(List<Integer> sizes) {
    return new Shape(sizes.stream().mapToLong(Integer::longValue).toArray());
  }

  /** On the CPU straight into native memory, which is aligned alike in every process. */
  static NDArray upload(NDManager manager, TensorSpec spec, FloatBuffer values) {
    Shape shape = shape(spec.shape());
    if (manager.getDevice().isGpu()) {
      return manager.create(values, shape, DataType.FLOAT32);
    }
    NDArray array = manager.create(shape, DataType.FLOAT32);
    array.toByteBuffer(true).asFloatBuffer().put(values);
    return array;
  }

  /**
   * Puts {@code values} in the place of an array's own, in whatever order they lie in memory; no
   * gradient may be recorded for it.
   */
  static void overwrite(NDArray array, TensorSpec spec, FloatBuffer values) {
    try (NDArray uploaded = upload(array.getManager(), spec, values)) {
      uploaded.copyTo(array);
    }
  }

  /** Whether a backward pass came to the parameter; DJL itself answers with zeros if none did. */
  static boolean isReached(NDArray parameter) {
    try (NDArray gradient = JniUtils.getGradient((PtNDArray) parameter)) {
      return gradient != null;
    }
  }

  /** Copies the arrays to the heap, one behind the other. */
  static Tensors download(TensorLayout layout, List<NDArray> arrays) {
    float[] values = new float[layout.elements()];
    int at = 0;
    for (NDArray array : arrays) {
      int count = (int) array.size();
      array.toByteBuffer(true).asFloatBuffer().get(values, at, count);
      at += count;
    }
    return Tensors.adopt(layout, values);
  }
}
