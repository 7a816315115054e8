package dev.mycelium.agent.tensor.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The next so many bytes of a channel; does not close it. */
final class BoundedInput extends InputStream {
  private final ReadableByteChannel channel;
  private long remaining;

  BoundedInput(ReadableByteChannel channel, long bytes) {
    this.channel = channel;
    this.remaining = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int most = (int) Math.min(length, remaining);
    int read = channel.read(ByteBuffer.wrap(target, offset, most));
    remaining -= Math.max(read, 0);
    return read;
  }
}
