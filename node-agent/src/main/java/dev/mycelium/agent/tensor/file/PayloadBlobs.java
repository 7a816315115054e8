package dev.mycelium.agent.tensor.file;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.Function;

/**
 * Payloads in a blob store: a payload goes in as a {@link PayloadFile} with this network's
 * metadata, so its address is a function of its numbers. Safe to share between threads.
 */
public final class PayloadBlobs {
  private static final PayloadReader READER = PayloadReader.ofPayloads(FloatType.F32);
  private static final PayloadWriter WRITER = new PayloadWriter(Naming.SECTIONED, FloatType.F32);

  private final BlobStore blobs;

  public PayloadBlobs(BlobStore blobs) {
    this.blobs = requireNonNull(blobs, "blobs");
  }

  public Sha256 put(Payload payload) {
    return blobs.put(PayloadFile.of(payload)::writeTo);
  }

  /** Bytes of a blob with a payload of this layout. */
  public static long bytes(PayloadLayout layout) {
    return WRITER.bytes(layout, PayloadFile.METADATA);
  }

  /**
   * Stores a payload that never lies in memory as a whole: it is read or computed while it is
   * written, some of it side by side.
   */
  public Put putFinite(PayloadValues values) {
    try {
      return new Put.Stored(
          blobs.put(out -> WRITER.writeFinite(values, PayloadFile.METADATA, out)));
    } catch (NonFiniteValuesException e) {
      return new Put.NonFinite(values.firstNonFinite().orElseThrow());
    }
  }

  /** What became of values that must be finite. */
  public sealed interface Put {
    record Stored(Sha256 sha) implements Put {}

    /**
     * Nothing was stored.
     *
     * @param tensor the first that holds a NaN or an infinity, as {@code section/tensor}
     */
    record NonFinite(String tensor) implements Put {}
  }

  /**
   * @return empty if the store does not hold the blob
   * @throws InvalidTensorFileException if the blob is not these tensors with finite values
   */
  public Optional<Payload> get(Sha256 sha, PayloadLayout expected) {
    return read(sha, file -> READER.open(file, expected), StoredPayload::loadFinite);
  }

  /** As {@link #get(Sha256, PayloadLayout)} for a blob that may hold other sections beside. */
  public Optional<Payload> sections(Sha256 sha, PayloadLayout expected) {
    return read(sha, file -> READER.openSections(file, expected), StoredPayload::loadFinite);
  }

  /** As {@link #get(Sha256, PayloadLayout)} for a blob whose layout is its own say. */
  public Optional<Payload> get(Sha256 sha) {
    return read(sha, READER::open, StoredPayload::load);
  }

  /**
   * The payload where it lies, which the caller closes; its values are not looked at.
   *
   * @return empty if the store does not hold the blob
   * @throws InvalidTensorFileException if the blob is not these tensors
   */
  public Optional<StoredPayload> open(Sha256 sha, PayloadLayout expected) {
    return open(sha, file -> READER.open(file, expected));
  }

  private Optional<Payload> read(
      Sha256 sha, Opening opening, Function<StoredPayload, Payload> load) {
    Optional<StoredPayload> opened = open(sha, opening);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (StoredPayload stored = opened.get()) {
      return Optional.of(load.apply(stored));
    } catch (IOException e) {
      throw failure(sha, e);
    }
  }

  private Optional<StoredPayload> open(Sha256 sha, Opening opening) {
    Optional<FileChannel> blob = blobs.open(sha);
    if (blob.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(opening.open(TensorFile.open(blob.get())));
    } catch (IOException e) {
      throw failure(sha, e);
    }
  }

  private static UncheckedIOException failure(Sha256 sha, IOException e) {
    return new UncheckedIOException("blob " + sha.abbreviated() + ": " + e.getMessage(), e);
  }

  private interface Opening {
    StoredPayload open(TensorFile file) throws IOException;
  }
}
