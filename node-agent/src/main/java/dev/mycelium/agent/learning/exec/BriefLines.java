package dev.mycelium.agent.learning.exec;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * The lines of a text, of a long one only its beginning: however much comes without a line end, it
 * takes no more memory than one buffer. A line ends in LF, CR or both.
 */
final class BriefLines implements Closeable {
  private static final int END = -1;

  private final Reader in;
  private final int longest;
  private final char[] buffer = new char[8192];
  private int next;
  private int filled;
  private boolean unfinished;
  private boolean afterReturn;

  /**
   * @param longest characters that are kept of a line, > 0
   */
  BriefLines(Reader in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** The next line without its end, given as soon as it is too long; empty at the text's end. */
  Optional<String> next() throws IOException {
    dropRest();
    StringBuilder line = new StringBuilder();
    int c = read();
    if (c == END) {
      return Optional.empty();
    }
    while (c != END && c != '\n') {
      line.append((char) c);
      if (line.length() == longest) {
        unfinished = true;
        break;
      }
      c = read();
    }
    return Optional.of(line.toString());
  }

  private void dropRest() throws IOException {
    while (unfinished) {
      int c = read();
      unfinished = c != END && c != '\n';
    }
  }

  /** With every line end as LF. */
  private int read() throws IOException {
    int c = readAsIs();
    if (c == '\n' && afterReturn) {
      c = readAsIs();
    }
    afterReturn = c == '\r';
    return afterReturn ? '\n' : c;
  }

  private int readAsIs() throws IOException {
    if (next == filled) {
      next = 0;
      filled = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return filled == 0 ? END : buffer[next++];
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
