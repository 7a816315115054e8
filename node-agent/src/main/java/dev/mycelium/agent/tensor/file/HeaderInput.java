package dev.mycelium.agent.tensor.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** So many bytes of a source, from a position on, as a stream. */
final class HeaderInput extends InputStream {
  private final ByteSource source;
  private final long end;
  private long position;

  HeaderInput(ByteSource source, long position, long bytes) {
    this.source = source;
    this.position = position;
    this.end = position + bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == end) {
      return -1;
    }
    int count = (int) Math.min(length, end - position);
    source.read(position, ByteBuffer.wrap(target, offset, count));
    position += count;
    return count;
  }
}
