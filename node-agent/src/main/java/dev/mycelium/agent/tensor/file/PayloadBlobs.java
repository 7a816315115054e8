package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Payloads in a blob store: a payload goes in as a {@link PayloadFile} with this network's
 * metadata, so its address is a function of its numbers. Safe to share between threads.
 */
public final class PayloadBlobs {
  private final BlobStore blobs;

  public PayloadBlobs(BlobStore blobs) {
    this.blobs = requireNonNull(blobs, "blobs");
  }

  public Sha256 put(Payload payload) {
    return blobs.put(PayloadFile.of(payload)::writeTo);
  }

  /**
   * @return empty if the store does not hold the blob
   * @throws InvalidTensorFileException if the blob is not these tensors with finite values
   */
  public Optional<Payload> get(Sha256 sha, PayloadLayout expected) {
    return read(sha, file -> PayloadFile.readExpecting(file, expected));
  }

  /** As {@link #get(Sha256, PayloadLayout)} for a blob that may hold other sections beside. */
  public Optional<Payload> sections(Sha256 sha, PayloadLayout expected) {
    return read(sha, file -> PayloadFile.readSections(file, expected));
  }

  /** As {@link #get(Sha256, PayloadLayout)} for a blob whose layout is its own say. */
  public Optional<Payload> get(Sha256 sha) {
    return read(sha, PayloadFile::read);
  }

  private Optional<Payload> read(Sha256 sha, Reading reading) {
    Optional<FileChannel> blob = blobs.open(sha);
    if (blob.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel file = blob.get()) {
      return Optional.of(reading.read(file).payload());
    } catch (IOException e) {
      throw new UncheckedIOException("blob " + sha.abbreviated() + ": " + e.getMessage(), e);
    }
  }

  private interface Reading {
    PayloadFile read(FileChannel file) throws IOException;
  }
}
