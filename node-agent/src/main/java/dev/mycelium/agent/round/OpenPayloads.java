package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Heads and updates where they lie in a store, each a file that stays open until this is closed:
 * what is made of them is made while it is written. Confined to one thread but for the reading.
 */
final class OpenPayloads implements AutoCloseable {
  private final PayloadBlobs payloads;
  private final List<StoredPayload> opened = new ArrayList<>();

  OpenPayloads(PayloadBlobs payloads) {
    this.payloads = requireNonNull(payloads, "payloads");
  }

  /**
   * @throws MissingBlobException if the store does not hold it
   */
  StoredPayload open(Sha256 sha, PayloadLayout layout) {
    StoredPayload payload =
        payloads.open(sha, layout).orElseThrow(() -> new MissingBlobException(sha));
    opened.add(payload);
    return payload;
  }

  @Override
  public void close() {
    for (StoredPayload payload : opened) {
      try {
        payload.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a blob could not be closed: " + e.getMessage(), e);
      }
    }
  }
}
