package dev.mycelium.agent.aggregation;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A rule that makes the next head of a head and the updates of a cohort. Pure: the same head and
 * the same cohort give the same bits on every machine; whatever state the rule needs is a section
 * of the head, so that any successor goes on exactly. Implementations are safe to share between
 * threads.
 */
public interface Aggregator {

  /**
   * Sections that a head carries beside the model, each with the model's tensors, and the number
   * that all values of such a section begin with.
   */
  default Map<String, Float> state() {
    return Map.of();
  }

  /** Sections that an update carries beside the model's change, each with the model's tensors. */
  default Set<String> answers() {
    return Set.of();
  }

  /** Whether an update counts only if its member says how many optimizer steps it took. */
  default boolean countsSteps() {
    return false;
  }

  Admission admits(CohortSize size);

  /**
   * The next head, made of the head and the updates as it is read: both stay as they are until
   * then. What a rule must know of the updates as a whole, as distances between them, it reads
   * before it returns.
   *
   * @param head with the sections of {@link #state}
   * @param cohort admitted, and each contribution with the sections of {@link #answers} and the
   *     tensors of this head, and finite
   * @throws IllegalArgumentException if a contribution's layout is another one
   */
  Candidate candidate(PayloadValues head, Cohort cohort);

  /** As {@link #candidate}, computed onto the heap. */
  default Aggregation aggregate(PayloadValues head, Cohort cohort) {
    return candidate(head, cohort).load();
  }

  /** What a head of this rule holds, for a model of this layout. */
  default PayloadLayout headLayout(TensorLayout model) {
    return PayloadLayout.ofModel(model, state().keySet());
  }

  /** What an update for this rule holds, for a model of this layout. */
  default PayloadLayout updateLayout(TensorLayout model) {
    return PayloadLayout.ofModel(model, answers());
  }

  /** The version 0 of a group with this rule: the model's first parameters, and the first state. */
  default PayloadValues begin(TensorValues model) {
    Map<String, TensorValues> sections = new TreeMap<>();
    state()
        .forEach((name, number) -> sections.put(name, TensorValues.filled(model.layout(), number)));
    sections.put(Payload.MODEL, model);
    return PayloadValues.of(sections);
  }
}
