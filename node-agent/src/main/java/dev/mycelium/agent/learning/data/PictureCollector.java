package dev.mycelium.agent.learning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers pictures one by one, not knowing how many will come. Memory grows by half when it is
 * full.
 */
final class PictureCollector {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int channels;
  private final int rows;
  private final int columns;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<Integer> labels = new ArrayList<>();
  private byte[] values = new byte[0];

  PictureCollector(int channels, int rows, int columns) {
    this.channels = channels;
    this.rows = rows;
    this.columns = columns;
  }

  /** Whether one more picture would still fit into one array. */
  boolean hasRoom() {
    return (long) (labels.size() + 1) * volume() <= LARGEST_ARRAY;
  }

  /**
   * @param picture [channels * rows * columns], copied
   */
  void add(String label, byte[] picture) {
    int at = labels.size() * volume();
    if (at + volume() > values.length) {
      long larger = Math.max((long) values.length * 3 / 2, at + 64L * volume());
      values = Arrays.copyOf(values, (int) Math.min(larger, LARGEST_ARRAY));
    }
    System.arraycopy(picture, 0, values, at, volume());
    labels.add(codes.computeIfAbsent(label, name -> codes.size()));
  }

  List<String> classes() {
    return codes.keySet().stream().sorted().toList();
  }

  /**
   * @param names of the classes in the order of their indices, with all of {@link #classes()}
   */
  ImageExamples examples(List<String> names) {
    int[] places = new int[codes.size()];
    codes.forEach((name, code) -> places[code] = names.indexOf(name));
    return ImageExamples.all(
        new Pixels(channels, rows, columns, Arrays.copyOf(values, labels.size() * volume())),
        labels.stream().mapToInt(code -> places[code]).toArray());
  }

  private int volume() {
    return channels * rows * columns;
  }
}
