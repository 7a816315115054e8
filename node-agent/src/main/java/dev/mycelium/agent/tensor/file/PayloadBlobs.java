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
   * Stores a payload that never lies in memory as a whole.
   *
   * @param content writes all values: sections in the order of their names, tensors in the order of
   *     the layout
   */
  public Sha256 put(PayloadLayout layout, PayloadContent content) {
    return blobs.put(
        out -> {
          TensorFileWriter writer = WRITER.begin(layout, PayloadFile.METADATA, out);
          content.writeTo(writer);
          writer.finish();
        });
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
