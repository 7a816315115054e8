package dev.mycelium.agent.learning.data;

import java.util.List;

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
