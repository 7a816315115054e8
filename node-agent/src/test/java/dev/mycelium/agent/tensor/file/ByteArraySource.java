package dev.mycelium.agent.tensor.file;

import java.io.EOFException;
import java.nio.ByteBuffer;

/** A file that lies in memory. */
record ByteArraySource(byte[] bytes) implements ByteSource {

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(long position, ByteBuffer target) throws EOFException {
    if (target.remaining() > bytes.length - position) {
      throw new EOFException();
    }
    target.put(bytes, (int) position, target.remaining());
  }
}
