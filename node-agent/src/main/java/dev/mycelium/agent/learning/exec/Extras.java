package dev.mycelium.agent.learning.exec;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.ControlVariates;
import dev.mycelium.agent.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an assignment asks for beyond plain epochs of plain steps. A command that does not know an
 * extra would leave it out without a word; therefore it has to confirm each one.
 *
 * @param names in the order in which they apply to a gradient
 * @param correction what SCAFFOLD adds to every gradient
 */
record Extras(List<String> names, Optional<Tensors> correction) {

  static Extras of(Assignment work) {
    Optional<Tensors> correction = ControlVariates.of(work).map(ControlVariates::correction);
    List<String> names = new ArrayList<>();
    Integer accumulate = work.plan().accumulate();
    add(names, "accumulate", accumulate == null || accumulate == 1 ? null : accumulate);
    add(names, "clip_norm", work.plan().clipNorm());
    add(names, "fedprox", work.proximity() == 0 ? null : work.proximity());
    correction.ifPresent(each -> names.add("scaffold"));
    add(names, "patience", work.plan().patience());
    return new Extras(List.copyOf(names), correction);
  }

  private static void add(List<String> names, String name, @Nullable Number value) {
    if (value != null) {
      names.add(name);
    }
  }

  boolean isNone() {
    return names.isEmpty();
  }

  /**
   * @param did what the command says it did; null if it said nothing
   * @throws ExecFailedException if something is missing
   */
  void requireDone(@Nullable List<String> did) {
    List<String> done = did == null ? List.of() : did;
    if (!done.containsAll(names)) {
      throw ExecFailedException.of(
          "learn",
          "did: " + done,
          "%s: what the group's training asks for, done and named in the reply".formatted(names));
    }
  }
}
