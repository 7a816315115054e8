package dev.mycelium.agent.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What another agent sends, on its way into a store: a failure to read it is a {@link
 * BrokenCallException}, so that it is not taken for a failure of the disk that it is written to.
 */
final class PeerBody extends FilterInputStream {

  PeerBody(InputStream body) {
    super(body);
  }

  @Override
  public int read() {
    try {
      return super.read();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static BrokenCallException broken(IOException cause) {
    return BrokenCallException.of(String.valueOf(cause.getMessage()), cause);
  }
}
