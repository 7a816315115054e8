package dev.mycelium.agent.tensor.file;

import java.nio.ByteBuffer;

/**
 * The types of whole numbers. Masked sums are sums modulo 2^32 or 2^64, so their numbers are {@link
 * #U32} or {@link #U64}; programs without unsigned types, PyTorch among them, keep the same bits in
 * {@link #I32} and {@link #I64}. Updates of 8 bits are {@link #I8} or {@link #U8}. In memory all
 * are {@code long}: exact, but for U64, whose upper half appears as negative (two's complement, for
 * {@link Long#toUnsignedString}).
 */
public enum IntegerType implements Dtype {
  I8(1, -1),
  U8(1, 0xff),
  I32(4, -1),
  U32(4, 0xffffffffL),
  I64(8, -1),
  U64(8, -1);

  private final int bytes;
  private final long mask;

  IntegerType(int bytes, long mask) {
    this.bytes = bytes;
    this.mask = mask;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  /** Whether the type has this number. */
  boolean holds(long value) {
    long kept =
        switch (bytes) {
          case 1 -> (byte) value;
          case 4 -> (int) value;
          default -> value;
        };
    return (kept & mask) == value;
  }

  /** {@code count} numbers from the start of {@code from}, little-endian. */
  void decode(ByteBuffer from, long[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      long bits =
          switch (bytes) {
            case 1 -> from.get(i);
            case 4 -> from.getInt(4 * i);
            default -> from.getLong(8 * i);
          };
      target[at + i] = bits & mask;
    }
  }

  /** {@code count} numbers, which the type holds, to the start of {@code target}, little-endian. */
  void encode(long[] values, int from, int count, ByteBuffer target) {
    for (int i = 0; i < count; i++) {
      long value = values[from + i];
      switch (bytes) {
        case 1 -> target.put(i, (byte) value);
        case 4 -> target.putInt(4 * i, (int) value);
        default -> target.putLong(8 * i, value);
      }
    }
  }
}
