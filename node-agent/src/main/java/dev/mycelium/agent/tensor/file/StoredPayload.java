package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.Tensors;
import java.io.IOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * A payload that stays in its file: names, shapes and types are in order, values are read block by
 * block. For who works through more than its memory holds; {@link PayloadFile} reads a payload as a
 * whole. Safe to share between threads; who opened it closes it.
 */
public final class StoredPayload implements AutoCloseable {
  private final TensorFile file;
  private final Map<String, TensorValues> sections;

  /**
   * @param sections of {@code file}, which is taken over, however their numbers lie in it
   */
  public StoredPayload(TensorFile file, Map<String, ? extends TensorValues> sections) {
    this.file = file;
    this.sections = new TreeMap<>(sections);
  }

  public PayloadLayout layout() {
    Map<String, TensorLayout> layouts = new TreeMap<>();
    sections.forEach((name, values) -> layouts.put(name, values.layout()));
    return new PayloadLayout(layouts);
  }

  public TensorValues section(String name) {
    TensorValues values = sections.get(name);
    if (values == null) {
      throw new NoSuchElementException(
          "section: " + name + " (expected one of: " + sections.keySet() + ")");
    }
    return values;
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
    sections.forEach(
        (section, values) ->
            values
                .firstNonFinite()
                .ifPresent(
                    tensor -> {
                      throw InvalidTensorFileException.nonFinite(section + '/' + tensor);
                    }));
  }

  /** All values, copied to the heap. */
  public Payload load() {
    Map<String, Tensors> loaded = new TreeMap<>();
    sections.forEach((name, values) -> loaded.put(name, load(values)));
    return new Payload(loaded);
  }

  private static Tensors load(TensorValues values) {
    float[] loaded = new float[values.elements()];
    values.read(0, loaded, loaded.length);
    return Tensors.adopt(values.layout(), loaded);
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
