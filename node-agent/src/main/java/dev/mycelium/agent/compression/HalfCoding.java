package dev.mycelium.agent.compression;

import dev.mycelium.agent.tensor.Float16;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.file.Dtype;
import dev.mycelium.agent.tensor.file.FloatType;
import dev.mycelium.agent.tensor.file.StoredTensor;
import dev.mycelium.agent.tensor.file.TensorFileWriter;
import java.io.IOException;

/**
 * {@link Float16} at a scale of each tensor's own, a power of two:
 *
 * <pre>
 *   scale = 2^(e - 14)       e = exponent of the tensor's largest |value|, scale at least 2^-126
 *   code  = float16(value / scale)                       the nearest, a tie to the even fraction
 * </pre>
 *
 * The largest code lies in [2^14, 2^15], so that nothing overflows and no tensor of small changes
 * is lost among float16's denormals: whatever is at least 2^-28 of the tensor's largest number is
 * off by at most 2^-11 of itself, and what is smaller by at most 2^-39 of the largest. A tensor of
 * zeros has the scale 1. A number of {@value #TOO_LARGE} or more, half a step below 2^128, is
 * refused: it would become an infinity.
 */
final class HalfCoding implements Coding {
  private static final int LARGEST_EXPONENT = 14;
  private static final double TOO_LARGE = 0x1.ffep127;

  @Override
  public Dtype dtype() {
    return FloatType.F16;
  }

  @Override
  public int bucketSize(TensorSpec tensor) {
    return Math.max(1, tensor.elements());
  }

  @Override
  public int levels() {
    return 1;
  }

  /** The largest magnitude. */
  @Override
  public double measured(double before, float[] values, int count) {
    double largest = before;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  @Override
  public float scale(double measured) {
    if (!(measured < TOO_LARGE)) {
      throw new IllegalArgumentException(
          "largest number: %s (expected: below %s, for float16)".formatted(measured, TOO_LARGE));
    }
    int exponent = Math.getExponent(measured) - LARGEST_EXPONENT;
    return measured == 0 ? 1 : Math.scalb(1f, Math.max(Float.MIN_EXPONENT, exponent));
  }

  @Override
  public boolean isScale(float scale) {
    return scale >= Float.MIN_NORMAL && Float.isFinite(scale);
  }

  @Override
  public Encoder encoder(long seed) {
    float[] codes = new float[UpdateWriter.BLOCK];
    return (values, count, scale, out) -> write(values, count, scale, codes, out);
  }

  private static void write(
      float[] values, int count, float scale, float[] codes, TensorFileWriter out)
      throws IOException {
    for (int i = 0; i < count; i++) {
      codes[i] = (float) (values[i] / (double) scale);
    }
    out.write(codes, count);
  }

  @Override
  public void codes(StoredTensor tensor, int from, float[] target, int count) throws IOException {
    tensor.read(from, target, count);
  }
}
