package dev.mycelium.agent.tensor.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be read from any place, by several threads at once. */
interface ByteSource {

  long size() throws IOException;

  /**
   * Fills {@code target} with the bytes from {@code position} on.
   *
   * @throws EOFException if there are not as many
   */
  void read(long position, ByteBuffer target) throws IOException;

  /** Does not close {@code file}. */
  static ByteSource of(FileChannel file) {
    return new OfFile(file);
  }

  /** Moves no position of the channel. */
  record OfFile(FileChannel file) implements ByteSource {

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
      long next = position;
      while (target.hasRemaining()) {
        int read = file.read(target, next);
        if (read < 0) {
          throw new EOFException(
              target.remaining() + " bytes missing (file cut while it was read)");
        }
        next += read;
      }
    }
  }
}
