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

  /** Of a picture's class and of its place in lists. */
  private static final int LABEL_BYTES = 16;

  private final int channels;
  private final int rows;
  private final int columns;
  private final MemoryMeter room;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<Integer> labels = new ArrayList<>();
  private byte[] values = new byte[0];

  /**
   * @param room that all parts of a data set share
   */
  PictureCollector(int channels, int rows, int columns, MemoryMeter room) {
    this.channels = channels;
    this.rows = rows;
    this.columns = columns;
    this.room = room;
  }

  /** Whether one more picture would still fit into one array, and all into the memory. */
  boolean hasRoom() {
    return (long) (labels.size() + 1) * volume() <= LARGEST_ARRAY && room.hasRoomFor(bytesEach());
  }

  /**
   * @param picture [channels * rows * columns], copied
   */
  void add(String label, byte[] picture) {
    room.take(bytesEach());
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

  private long bytesEach() {
    return LABEL_BYTES + volume();
  }

  private int volume() {
    return channels * rows * columns;
  }
}
