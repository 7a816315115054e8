package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.BFloat16;
import dev.mycelium.agent.tensor.Float16;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/**
 * The types of numbers that are float32 in memory: read without a loss, written by rounding to the
 * nearest, a tie to the even.
 */
public enum FloatType implements Dtype {
  F32(4, Float.POSITIVE_INFINITY) {
    @Override
    void decode(ByteBuffer from, float[] target, int at, int count) {
      from.asFloatBuffer().get(target, at, count);
    }

    @Override
    void encode(float[] values, int from, int count, ByteBuffer target) {
      target.asFloatBuffer().put(values, from, count);
    }
  },
  /** {@link Float16}. */
  F16(2, Float16.OVERFLOW) {
    @Override
    void decode(ByteBuffer from, float[] target, int at, int count) {
      ShortBuffer halves = from.asShortBuffer();
      for (int i = 0; i < count; i++) {
        target[at + i] = Float16.toFloat(halves.get(i));
      }
    }

    @Override
    void encode(float[] values, int from, int count, ByteBuffer target) {
      ShortBuffer halves = target.asShortBuffer();
      for (int i = 0; i < count; i++) {
        halves.put(i, Float16.fromFloat(values[from + i]));
      }
    }
  },
  /** {@link BFloat16}. */
  BF16(2, BFloat16.OVERFLOW) {
    @Override
    void decode(ByteBuffer from, float[] target, int at, int count) {
      ShortBuffer brains = from.asShortBuffer();
      for (int i = 0; i < count; i++) {
        target[at + i] = BFloat16.toFloat(brains.get(i));
      }
    }

    @Override
    void encode(float[] values, int from, int count, ByteBuffer target) {
      ShortBuffer brains = target.asShortBuffer();
      for (int i = 0; i < count; i++) {
        brains.put(i, BFloat16.fromFloat(values[from + i]));
      }
    }
  };

  private final int bytes;
  private final float overflow;

  FloatType(int bytes, float overflow) {
    this.bytes = bytes;
    this.overflow = overflow;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  /** Whether a finite number would become an infinity. */
  boolean overflows(float value) {
    return Float.isFinite(value) && Math.abs(value) >= overflow;
  }

  /** {@code count} numbers from the start of {@code from}, little-endian. */
  abstract void decode(ByteBuffer from, float[] target, int at, int count);

  /** {@code count} numbers to the start of {@code target}, little-endian. */
  abstract void encode(float[] values, int from, int count, ByteBuffer target);
}
