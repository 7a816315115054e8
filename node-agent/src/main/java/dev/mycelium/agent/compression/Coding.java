package dev.mycelium.agent.compression;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.file.Dtype;
import dev.mycelium.agent.tensor.file.StoredTensor;
import dev.mycelium.agent.tensor.file.TensorFileWriter;
import java.io.IOException;

/**
 * How the numbers of a tensor become codes. Buckets of neighbouring numbers, which begin anew with
 * each tensor, share a scale:
 *
 * <pre>
 *   value = (float) ((double) scale * code / levels)
 * </pre>
 *
 * Safe to share between threads.
 */
interface Coding {

  /** The type of a code; scales are float32. */
  Dtype dtype();

  /** Numbers that share a scale, at least 1. */
  int bucketSize(TensorSpec tensor);

  int levels();

  /** What {@link #scale} needs to know of a bucket, from what was known of its beginning. */
  double measured(double before, float[] values, int count);

  /**
   * The scale of a bucket by all its numbers.
   *
   * @throws IllegalArgumentException if the bucket's codes could not be read back as finite numbers
   */
  float scale(double measured);

  /** Whether a stranger's scale is one that {@link #scale} could give. */
  boolean isScale(float scale);

  /** Codes of an update, whose chance follows from {@code seed}. */
  Encoder encoder(long seed);

  /**
   * Copies {@code count} codes from position {@code from} into {@code target}, from its start.
   *
   * @throws dev.mycelium.agent.tensor.file.InvalidTensorFileException if one is out of range
   */
  void codes(StoredTensor tensor, int from, float[] target, int count) throws IOException;

  /** Writes codes in the order of the numbers; not thread-safe. */
  interface Encoder {
    void write(float[] values, int count, float scale, TensorFileWriter out) throws IOException;
  }
}
