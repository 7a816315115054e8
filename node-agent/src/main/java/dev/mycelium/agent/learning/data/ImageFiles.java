package dev.mycelium.agent.learning.data;

import java.io.IOException;
import java.io.InputStream;

/** Files of a folder or an archive, in an order that is always the same. */
interface ImageFiles {

  void forEach(Visitor visitor);

  /** Looks at one file. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param name inside the folder or archive, with {@code /} between its parts
     * @param content read as far as wanted, never closed
     */
    void visit(String name, InputStream content) throws IOException;
  }
}
