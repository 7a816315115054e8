package dev.mycelium.agent.compression;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.agent.tensor.file.StoredTensor;
import dev.mycelium.agent.tensor.file.StoredValues;
import dev.mycelium.agent.tensor.file.TensorFile;
import dev.mycelium.agent.tensor.file.TensorReader;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.UpdateBytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Updates in a blob store, in the numbers that their group's spec asks for. The address of an
 * update is a function of its numbers and of the seed of their rounding. Safe to share between
 * threads.
 */
public final class UpdateBlobs {
  private static final int BUFFER = 64 * 1024;

  private final BlobStore blobs;
  private final PayloadBlobs plain;
  private final @Nullable Coding coding;

  public UpdateBlobs(BlobStore blobs, CompressionSpec compression) {
    this.blobs = requireNonNull(blobs, "blobs");
    this.plain = new PayloadBlobs(blobs);
    this.coding = coding(requireNonNull(compression, "compression"));
  }

  private static @Nullable Coding coding(CompressionSpec compression) {
    if (compression instanceof CompressionSpec.Qsgd qsgd) {
      return new Qsgd(qsgd);
    }
    return compression instanceof CompressionSpec.Float16 ? new HalfCoding() : null;
  }

  /**
   * @param seed of what is rounded by chance
   * @throws IllegalArgumentException if a number is too large for the group's compression
   */
  public PayloadBlobs.Put put(Payload update, long seed) {
    Coding asked = coding;
    if (asked == null) {
      return plain.putFinite(update);
    }
    return new PayloadBlobs.Put.Stored(
        blobs.put(
            out -> {
              BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
              new UpdateWriter(asked, update).writeTo(buffered, seed);
              buffered.flush();
            }));
  }

  /**
   * The update where it lies, which the caller closes; its values are not looked at.
   *
   * @return empty if the store does not hold the blob
   * @throws dev.mycelium.agent.tensor.file.InvalidTensorFileException if the blob is not these
   *     tensors in these numbers
   */
  public Optional<StoredPayload> open(Sha256 sha, PayloadLayout expected) {
    Coding asked = coding;
    if (asked == null) {
      return plain.open(sha, expected);
    }
    Optional<FileChannel> blob = blobs.open(sha);
    try {
      return blob.isEmpty()
          ? Optional.empty()
          : Optional.of(opened(TensorFile.open(blob.get()), expected, asked));
    } catch (IOException e) {
      throw failure(sha, e);
    }
  }

  /**
   * As {@link #open}, on the heap.
   *
   * @throws dev.mycelium.agent.tensor.file.InvalidTensorFileException if a number is not finite, or
   *     a code out of range, too
   */
  public Optional<Payload> get(Sha256 sha, PayloadLayout expected) {
    Optional<StoredPayload> opened = open(sha, expected);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (StoredPayload stored = opened.get()) {
      return Optional.of(stored.loadFinite());
    } catch (IOException e) {
      throw failure(sha, e);
    }
  }

  /** What these updates of this layout weigh, and would weigh in float32. */
  public UpdateBytes bytes(Collection<Sha256> updates, PayloadLayout layout) {
    return new UpdateBytes(
        updates.stream().mapToLong(blobs::offset).sum(),
        updates.size() * PayloadBlobs.bytes(layout));
  }

  private static StoredPayload opened(TensorFile file, PayloadLayout expected, Coding coding)
      throws IOException {
    try {
      return stored(file, expected, coding);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static StoredPayload stored(TensorFile file, PayloadLayout expected, Coding coding)
      throws IOException {
    Map<String, StoredTensor> tensors = CodedLayout.of(coding, expected).in(file);
    Map<String, StoredValues> sections = new LinkedHashMap<>();
    for (Map.Entry<String, TensorLayout> section : expected.sections().entrySet()) {
      Map<String, TensorReader> readers = new LinkedHashMap<>();
      for (TensorSpec spec : section.getValue().specs()) {
        StoredTensor tensor = stored(tensors, CodedLayout.name(section.getKey(), spec));
        readers.put(
            spec.name(),
            section.getKey().equals(Payload.MODEL)
                ? CodedTensor.of(coding, spec, tensor, stored(tensors, CodedLayout.scale(spec)))
                : tensor);
      }
      sections.put(section.getKey(), new StoredValues(section.getValue(), readers));
    }
    return new StoredPayload(file, sections);
  }

  private static StoredTensor stored(Map<String, StoredTensor> tensors, String name) {
    return requireNonNull(tensors.get(name), name);
  }

  private static UncheckedIOException failure(Sha256 sha, IOException e) {
    return new UncheckedIOException("blob " + sha.abbreviated() + ": " + e.getMessage(), e);
  }
}
