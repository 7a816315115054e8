package dev.mycelium.agent.learning.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file of data as a stream of bytes, unpacked where its first bytes say that it is gzip. */
final class InputFile {
  private static final int BUFFER = 1 << 16;
  private static final int FIRST_OF_GZIP = 0x1F;
  private static final int SECOND_OF_GZIP = 0x8B;

  private InputFile() {}

  static InputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw UnreadableDatasetException.of(
          file, "file", Files.exists(file) ? "no regular file" : "missing", "a file");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean packed = raw.read() == FIRST_OF_GZIP && raw.read() == SECOND_OF_GZIP;
      raw.reset();
      return packed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
