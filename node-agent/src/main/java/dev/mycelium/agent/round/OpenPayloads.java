package dev.mycelium.agent.round;

import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.wire.round.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Heads and updates where they lie in a store, each a file that stays open until this is closed:
 * what is made of them is made while it is written. Confined to one thread but for the reading.
 */
final class OpenPayloads implements AutoCloseable {
  private final List<StoredPayload> opened = new ArrayList<>();

  /**
   * Closes with the others what a store has opened.
   *
   * @throws MissingBlobException if it did not hold it
   */
  StoredPayload keep(Sha256 sha, Optional<StoredPayload> found) {
    StoredPayload payload = found.orElseThrow(() -> new MissingBlobException(sha));
    opened.add(payload);
    return payload;
  }

  @Override
  public void close() {
    closeAll(opened);
  }

  /** Each of them, whichever fails; the first failure names the others. */
  static void closeAll(List<? extends Closeable> opened) {
    List<IOException> failures = new ArrayList<>();
    for (Closeable each : opened) {
      try {
        each.close();
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      IOException first = failures.get(0);
      String sentence = "a blob could not be closed: " + first.getMessage();
      UncheckedIOException failure = new UncheckedIOException(sentence, first);
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
