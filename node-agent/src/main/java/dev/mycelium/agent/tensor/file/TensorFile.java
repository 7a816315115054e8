package dev.mycelium.agent.tensor.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * An open safetensors file of any size whose header is in order; its values stay on disk until they
 * are read. The format is the <a
 * href="https://github.com/huggingface/safetensors#format">specification</a> of the reference
 * implementation, and whatever that refuses is refused here. Deliberately stricter than it, because
 * files come from strangers:
 *
 * <ul>
 *   <li>the header begins with <code>{</code>, as the specification says; the reference takes
 *       leading white space;
 *   <li>no key stands twice, not even where the last one would win;
 *   <li>a tensor is an object of exactly dtype, shape and data_offsets: no further field, no array
 *       of the three; metadata is an object of texts, not null;
 *   <li>the dtypes of {@link Dtype}, at most 16 dimensions, no size and no product above 2^31 - 1;
 *   <li>names that are a relative path of at most 500 characters, without control characters and
 *       backslashes, because tools unpack tensors into files of these names;
 *   <li>at most 100,000 tensors, 100 entries of metadata of at most 65,536 characters, numbers of
 *       at most 20 digits.
 * </ul>
 *
 * As in the reference, values are not looked at: a NaN is for the reader of the values to refuse.
 *
 * <p>Values are read by position and not through a mapped view: that takes a fifth more time, but a
 * file that is cut short is then an exception and not a signal to the process, memory is bounded,
 * and on Windows the file can be deleted as soon as it is closed.
 *
 * <p>Safe to share between threads. The file must not be changed while it is open.
 */
public final class TensorFile implements AutoCloseable {
  private final List<StoredTensor> tensors;
  private final Map<String, String> metadata;
  private final Closing closing;

  private TensorFile(ByteSource bytes, Closing closing) throws IOException {
    TensorFileHeader header = TensorFileHeader.read(bytes);
    this.tensors =
        header.entries().stream()
            .map(
                entry -> new StoredTensor(bytes, entry.tensor(), header.valuesAt() + entry.begin()))
            .toList();
    this.metadata = Map.copyOf(header.metadata());
    this.closing = closing;
  }

  /**
   * @throws InvalidTensorFileException if anything about the file but its values is wrong
   */
  public static TensorFile open(Path file) throws IOException {
    return open(FileChannel.open(file, StandardOpenOption.READ));
  }

  /** As {@link #open(Path)}; takes over the channel, and closes it when it refuses, too. */
  public static TensorFile open(FileChannel file) throws IOException {
    try {
      return new TensorFile(ByteSource.of(file), file::close);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static TensorFile of(ByteSource bytes) throws IOException {
    return new TensorFile(bytes, () -> {});
  }

  /** In the order of their bytes. */
  public List<StoredTensor> tensors() {
    return tensors;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }

  private interface Closing {
    void close() throws IOException;
  }
}
