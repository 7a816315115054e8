package dev.mycelium.agent.learning;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's tensors its members learn together, and which each keeps to itself: FedPer
 * (Arivazhagan et al. 2019, arXiv 1912.00818) for the layers near the output, FedBN (Li et al.
 * 2021, arXiv 2102.07623) for those that normalize. Heads and updates hold the shared tensors
 * alone; both kinds keep the model's order among themselves.
 */
public final class PersonalLayers {
  /** Name of the personal tensors' section in a member's memory; no other place has one. */
  public static final String SECTION = "personal";

  private final TensorLayout whole;
  private final TensorLayout shared;
  private final TensorLayout personal;

  private PersonalLayers(TensorLayout whole, Predicate<String> atHome) {
    this.whole = whole;
    this.shared = only(whole, atHome.negate());
    this.personal = only(whole, atHome);
  }

  /** Of a model whose parameters are {@code whole}. */
  public static PersonalLayers of(TensorLayout whole, FederationSpec federation) {
    return new PersonalLayers(whole, federation::keepsAtHome);
  }

  public static PersonalLayers of(GroupSpec spec) {
    return of(ModelLayout.of(spec.model(), spec.task()), spec.federation());
  }

  private static TensorLayout only(TensorLayout whole, Predicate<String> wanted) {
    return TensorLayout.of(
        whole.specs().stream().filter(tensor -> wanted.test(tensor.name())).toList());
  }

  /** The head, and beside it what was left at home of the model, if {@code memory} has that. */
  public static Payload beside(Payload head, @Nullable Payload memory) {
    if (memory == null || !memory.sections().containsKey(SECTION)) {
      return head;
    }
    Map<String, Tensors> sections = new HashMap<>(head.sections());
    sections.put(SECTION, memory.section(SECTION));
    return new Payload(sections);
  }

  /** What heads and updates hold. */
  public TensorLayout shared() {
    return shared;
  }

  public TensorLayout personal() {
    return personal;
  }

  /** The shared ones of a whole model. */
  public Tensors shared(Tensors model) {
    return picked(shared, List.of(model));
  }

  /** The personal ones of a whole model. */
  public Tensors personal(Tensors model) {
    return picked(personal, List.of(model));
  }

  /** The whole model of both. */
  public Tensors whole(Tensors sharedOnes, Tensors personalOnes) {
    return picked(whole, List.of(sharedOnes, personalOnes));
  }

  private static Tensors picked(TensorLayout wanted, List<Tensors> sources) {
    Map<String, Tensors> holders = new HashMap<>();
    sources.forEach(
        source -> source.layout().specs().forEach(spec -> holders.put(spec.name(), source)));
    float[] values = new float[wanted.elements()];
    for (TensorSpec tensor : wanted.specs()) {
      Tensors holder = holders.get(tensor.name());
      if (holder == null) {
        throw new IllegalArgumentException(tensor.name() + ": missing (expected: " + tensor + ")");
      }
      holder.values(tensor).get(values, wanted.offset(tensor.name()), tensor.elements());
    }
    return Tensors.adopt(wanted, values);
  }
}
