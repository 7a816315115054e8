package dev.mycelium.agent.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The way of bytes into a file of the store: within the limits, and with failures of the disk told
 * apart from failures of whatever the bytes come from. Does not close the channel.
 */
final class BlobOutput extends OutputStream {
  private final WritableByteChannel file;
  private final Space space;
  private final long maxBlobBytes;
  private final long begin;
  private long taken;

  BlobOutput(WritableByteChannel file, long begin, Space space, long maxBlobBytes) {
    this.file = file;
    this.begin = begin;
    this.space = space;
    this.maxBlobBytes = maxBlobBytes;
  }

  /** Bytes of the store's space that this output has taken. */
  long taken() {
    return taken;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > maxBlobBytes - begin - taken) {
      throw BlobRejectedException.tooLarge(begin + taken + length, maxBlobBytes);
    }
    space.take(length);
    taken += length;
    ByteBuffer remaining = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (remaining.hasRemaining()) {
        file.write(remaining);
      }
    } catch (IOException e) {
      throw BlobFiles.failure(e);
    }
  }
}
