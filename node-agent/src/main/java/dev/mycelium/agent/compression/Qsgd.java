package dev.mycelium.agent.compression;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.file.Dtype;
import dev.mycelium.agent.tensor.file.IntegerType;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.StoredTensor;
import dev.mycelium.wire.group.CompressionSpec;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * QSGD: Alistarh et al. 2017, arXiv 1610.02132, section 3, with codes of 8 bits in place of the
 * paper's variable ones. For a bucket v of n numbers and s levels:
 *
 * <pre>
 *   Q_s(v_i) = ||v|| * sgn(v_i) * xi_i
 *   xi_i     = (l + 1) / s   with probability |v_i| / ||v|| * s - l
 *              l / s         otherwise                               l = floor(|v_i| / ||v|| * s)
 * </pre>
 *
 * where ||v|| is the L2 norm, summed in binary64 in the order of the numbers and rounded to float32
 * before it is used: it is never less than any |v_i|, hence l is at most s. The code is {@code
 * sgn(v_i) s xi_i}, the scale ||v||. A bucket of zeros has the norm 0 and only zeros.
 *
 * <pre>
 *   E[Q_s(v)] = v                     E[||Q_s(v) - v||²] &lt;= min(n / s², sqrt(n) / s) ||v||²
 * </pre>
 *
 * (lemma 3.1), up to the float32 rounding of the numbers that are read back. A bucket whose norm
 * leaves float32 is refused. One draw of a {@link SplittableRandom} for each number of a bucket
 * that is not zero, in the order of the numbers: the same seed gives the same codes.
 */
final class Qsgd implements Coding {
  private final int levels;
  private final int bucketSize;

  Qsgd(CompressionSpec.Qsgd spec) {
    this.levels = spec.levels();
    this.bucketSize = spec.bucketSize();
  }

  @Override
  public Dtype dtype() {
    return IntegerType.I8;
  }

  @Override
  public int bucketSize(TensorSpec tensor) {
    return bucketSize;
  }

  @Override
  public int levels() {
    return levels;
  }

  /** The sum of the squares. */
  @Override
  public double measured(double before, float[] values, int count) {
    double squares = before;
    for (int i = 0; i < count; i++) {
      squares += (double) values[i] * values[i];
    }
    return squares;
  }

  @Override
  public float scale(double measured) {
    float norm = (float) Math.sqrt(measured);
    if (!Float.isFinite(norm)) {
      throw new IllegalArgumentException(
          "norm of %d numbers: %s (expected: a float32, for qsgd)"
              .formatted(bucketSize, Math.sqrt(measured)));
    }
    return norm;
  }

  @Override
  public boolean isScale(float scale) {
    return scale >= 0 && Float.isFinite(scale);
  }

  @Override
  public Encoder encoder(long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    long[] codes = new long[UpdateWriter.BLOCK];
    return (values, count, scale, out) -> {
      for (int i = 0; i < count; i++) {
        codes[i] = scale == 0 ? 0 : code(values[i], scale, chance.nextDouble());
      }
      out.write(codes, count);
    };
  }

  /**
   * @param draw uniform in [0, 1)
   */
  private long code(float value, float norm, double draw) {
    double level = Math.abs(value) / (double) norm * levels;
    long below = (long) level;
    long magnitude = draw < level - below ? below + 1 : below;
    return value < 0 ? -magnitude : magnitude;
  }

  @Override
  public void codes(StoredTensor tensor, int from, float[] target, int count) throws IOException {
    long[] codes = new long[count];
    tensor.read(from, codes, count);
    for (int i = 0; i < count; i++) {
      if (Math.abs(codes[i]) > levels) {
        throw InvalidTensorFileException.of(
            "code of " + InvalidTensorFileException.printable(tensor.declared().name()),
            codes[i],
            "-%d to %d".formatted(levels, levels));
      }
      target[i] = codes[i];
    }
  }
}
