package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorValues;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A payload that stays in its file: names, shapes and types are in order, values are read block by
 * block. For who works through more than its memory holds; {@link PayloadFile} reads a payload as a
 * whole. Safe to share between threads; who opened it closes it.
 */
public final class StoredPayload implements PayloadValues, Closeable {
  private final TensorFile file;
  private final Map<String, TensorValues> sections;

  /**
   * @param sections of {@code file}, which is taken over, however their numbers lie in it
   */
  public StoredPayload(TensorFile file, Map<String, ? extends TensorValues> sections) {
    this.file = file;
    this.sections = new TreeMap<>(sections);
  }

  @Override
  public Set<String> names() {
    return sections.keySet();
  }

  @Override
  public TensorValues section(String name) {
    return PayloadValues.require(sections, name);
  }

  public Map<String, String> metadata() {
    return file.metadata();
  }

  /**
   * Reads all values once.
   *
   * @throws InvalidTensorFileException naming the first tensor with a NaN or an infinity
   */
  public void requireFinite() {
    firstNonFinite()
        .ifPresent(
            tensor -> {
              throw InvalidTensorFileException.nonFinite(tensor);
            });
  }

  /** All values, copied to the heap. */
  public Payload load() {
    return Payload.copyOf(this);
  }

  /**
   * As {@link #load}, and nothing but finite numbers.
   *
   * @throws InvalidTensorFileException naming the first tensor with another
   */
  public Payload loadFinite() {
    Payload loaded = load();
    loaded
        .firstNonFinite()
        .ifPresent(
            tensor -> {
              throw InvalidTensorFileException.nonFinite(tensor);
            });
    return loaded;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
