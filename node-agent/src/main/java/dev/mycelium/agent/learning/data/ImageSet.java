package dev.mycelium.agent.learning.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * All images of a data set, before any partition.
 *
 * @param test may be empty, of the same size as {@code train}
 * @param notes what someone should know about how they came here
 */
record ImageSet(Images train, Images test, List<String> notes) {

  ImageSet {
    notes = List.copyOf(notes);
  }

  /** The images as a data set whose classes are named by their numbers. */
  Dataset named(String name) {
    List<String> labels = IntStream.range(0, classes()).mapToObj(Integer::toString).toList();
    return new Dataset(
        name,
        labels,
        new Arrangement.Unordered(),
        ImageExamples.all(train),
        ImageExamples.all(test),
        notes);
  }

  /** One more than the largest class index. */
  int classes() {
    int largest = 0;
    for (Images images : List.of(train, test)) {
      for (byte label : images.labels()) {
        largest = Math.max(largest, label & 0xFF);
      }
    }
    return largest + 1;
  }
}
