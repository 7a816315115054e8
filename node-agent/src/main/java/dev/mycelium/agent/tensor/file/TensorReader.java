package dev.mycelium.agent.tensor.file;

import java.io.IOException;

/** The numbers of one tensor as float32, however they lie in a file; read by several threads. */
@FunctionalInterface
public interface TensorReader {

  /**
   * Copies {@code count} numbers from position {@code from} into {@code target} from {@code at}.
   */
  void read(int from, float[] target, int at, int count) throws IOException;
}
