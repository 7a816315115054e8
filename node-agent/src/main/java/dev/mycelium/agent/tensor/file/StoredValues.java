package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A section whose values lie in an open file, in the order of a layout that need not be its. */
public final class StoredValues implements TensorValues {
  private final TensorLayout layout;
  private final TensorReader[] tensors;
  private final int[] begins;

  /**
   * @param stored by the names of the layout, all of them
   */
  public StoredValues(TensorLayout layout, Map<String, ? extends TensorReader> stored) {
    this.layout = layout;
    this.tensors =
        layout.specs().stream().map(TensorSpec::name).map(stored::get).toArray(TensorReader[]::new);
    this.begins = layout.specs().stream().map(TensorSpec::name).mapToInt(layout::offset).toArray();
  }

  @Override
  public TensorLayout layout() {
    return layout;
  }

  @Override
  public void read(int from, float[] target, int at, int count) {
    int index = indexOf(from);
    int done = 0;
    try {
      while (done < count) {
        int within = from + done - begins[index];
        int next = Math.min(count - done, elements(index) - within);
        tensors[index].read(within, target, at + done, next);
        done += next;
        index++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last tensor that begins at {@code position} or before. */
  private int indexOf(int position) {
    int low = 0;
    int high = begins.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (begins[middle] <= position) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int elements(int index) {
    return layout.specs().get(index).elements();
  }
}
