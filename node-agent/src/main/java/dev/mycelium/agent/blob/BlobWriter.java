package dev.mycelium.agent.blob;

import java.io.IOException;
import java.io.OutputStream;

/** Content of a blob that writes itself, so that it never lies in memory as a whole. */
@FunctionalInterface
public interface BlobWriter {

  /** Does not close {@code out}. */
  void writeTo(OutputStream out) throws IOException;
}
