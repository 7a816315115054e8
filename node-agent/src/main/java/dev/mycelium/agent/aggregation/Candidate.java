package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.Tensors;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The next head as a rule defines it, not computed yet: whoever reads a number has it made, of the
 * numbers of the head and of the members at the same place. So neither it nor what it is made of
 * need ever lie in memory as a whole. Usable as long as the head and the updates are; the same bits
 * whenever, in whatever order and by however many threads it is read.
 */
public final class Candidate implements PayloadValues {
  private final Map<String, TensorValues> sections;
  private final Cohort cohort;

  private Candidate(Map<String, TensorValues> sections, Cohort cohort) {
    this.sections = sections;
    this.cohort = cohort;
  }

  /**
   * @param sections of the next head; computed already or when they are read
   * @param cohort of which it is made
   */
  public static Candidate of(Map<String, ? extends TensorValues> sections, Cohort cohort) {
    return new Candidate(Collections.unmodifiableMap(new TreeMap<>(sections)), cohort);
  }

  @Override
  public Set<String> names() {
    return sections.keySet();
  }

  @Override
  public TensorValues section(String name) {
    return PayloadValues.require(sections, name);
  }

  /** Computes all of it onto the heap. */
  public Aggregation load() {
    Map<String, Tensors> loaded = new TreeMap<>();
    for (String name : names()) {
      Optional<Tensors> finite = Tensors.finiteCopyOf(section(name));
      if (finite.isEmpty()) {
        return new Aggregation.NonFinite(firstNonFinite().orElseThrow());
      }
      loaded.put(name, finite.get());
    }
    return new Aggregation.Aggregated(
        new Payload(loaded), cohort.examples(), cohort.contributions().size());
  }
}
