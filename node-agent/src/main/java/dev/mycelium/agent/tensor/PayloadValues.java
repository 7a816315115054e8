package dev.mycelium.agent.tensor;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a head or an update carries, to be read block by block: on the heap ({@link Payload}), in a
 * file, or computed as it is read. Does not change, and may be read by several threads at once.
 */
public interface PayloadValues {

  /** Names of the sections, in their order. */
  Set<String> names();

  /**
   * @throws NoSuchElementException if there is no such section
   */
  TensorValues section(String name);

  default TensorValues model() {
    return section(Payload.MODEL);
  }

  default PayloadLayout layout() {
    Map<String, TensorLayout> layouts = new TreeMap<>();
    names().forEach(name -> layouts.put(name, section(name).layout()));
    return new PayloadLayout(layouts);
  }

  /** Where the first NaN or infinity lies, as {@code section/tensor}; empty if all are finite. */
  default Optional<String> firstNonFinite() {
    return names().stream()
        .flatMap(name -> section(name).firstNonFinite().stream().map(tensor -> name + '/' + tensor))
        .findFirst();
  }

  /** Sections of these names and values. */
  static PayloadValues of(Map<String, ? extends TensorValues> sections) {
    return new Sections(sections);
  }

  /** What was found under a section's name. */
  static <V> V require(Map<String, V> sections, String name) {
    V section = sections.get(name);
    if (section == null) {
      throw new NoSuchElementException(
          "section: " + name + " (expected one of: " + sections.keySet() + ")");
    }
    return section;
  }
}
