package dev.mycelium.agent.learning;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A learner in a group with {@link PersonalLayers}: towards the group it has the shared tensors
 * only, towards the learner within it completes each head by this member's own.
 *
 * <ul>
 *   <li>Personal tensors lie in the member's memory: those that its last counted update was trained
 *       with. What a round trained that did not count is forgotten, since the shared tensors that
 *       it belonged to are gone, too.
 *   <li>A member that remembers none begins with those of version 0, which follow from the group's
 *       seed or come with the model's program: nobody needs to send them.
 *   <li>What an algorithm adds to the training of each tensor (control variates) is zero for
 *       personal ones; FedProx draws them back to what they were before the round.
 * </ul>
 */
public final class PersonalLearner implements Learner {
  private final Learner within;
  private final PersonalLayers layers;
  private final long seed;
  private @Nullable Tensors first;

  private PersonalLearner(Learner within, PersonalLayers layers, long seed) {
    this.within = requireNonNull(within, "within");
    this.layers = layers;
    this.seed = seed;
  }

  /** {@code learner} itself, if the group keeps nothing at home. */
  public static Learner of(Learner learner, GroupSpec spec) {
    return spec.federation().personal() == null
        ? learner
        : new PersonalLearner(
            learner,
            PersonalLayers.of(learner.offer().layout(), spec.federation()),
            spec.training().seed());
  }

  @Override
  public Offer offer() {
    Offer whole = within.offer();
    return new Offer(whole.task(), layers.shared(), whole.trainExamples(), whole.holdoutExamples());
  }

  @Override
  public Payload initial(long other) {
    return Payload.ofModel(layers.shared(within.initial(other).model()));
  }

  @Override
  public LocalUpdate learn(Assignment work, Cancellation stop) {
    Tensors own = own(work.memory());
    LocalUpdate trained =
        within.learn(
            new Assignment(
                completed(work.head(), own),
                work.plan(),
                work.strategy(),
                work.round(),
                work.participant(),
                work.memory() == null ? null : completed(work.memory(), own)),
            stop);
    Tensors next = own.plus(layers.personal(trained.delta().model()));
    return new LocalUpdate(
        shared(trained.delta(), null),
        trained.examples(),
        trained.trainLoss(),
        trained.steps(),
        shared(trained.memory(), next));
  }

  /**
   * @param head with the member's own tensors as the section {@value PersonalLayers#SECTION}; with
   *     version 0's, if it has none
   */
  @Override
  public Evaluation evaluate(Payload head, Split split) {
    return within.evaluate(completed(head, own(head)), split);
  }

  private Tensors own(@Nullable Payload kept) {
    if (kept != null && kept.sections().containsKey(PersonalLayers.SECTION)) {
      return kept.section(PersonalLayers.SECTION);
    }
    Tensors drawn = first;
    if (drawn == null) {
      drawn = layers.personal(within.initial(seed).model());
      first = drawn;
    }
    return drawn;
  }

  /** Each section for the whole model: the model with {@code own}, others with zeros. */
  private Payload completed(Payload known, Tensors own) {
    Map<String, Tensors> sections = new HashMap<>();
    known
        .sections()
        .forEach(
            (name, tensors) -> {
              if (!name.equals(PersonalLayers.SECTION)) {
                boolean model = name.equals(Payload.MODEL);
                Tensors rest = model ? own : Tensors.zeros(layers.personal());
                sections.put(name, layers.whole(tensors, rest));
              }
            });
    return new Payload(sections);
  }

  /** What of each section is the group's business, and {@code own} beside it. */
  private Payload shared(@Nullable Payload whole, @Nullable Tensors own) {
    Map<String, Tensors> sections = new HashMap<>();
    if (whole != null) {
      whole.sections().forEach((name, tensors) -> sections.put(name, layers.shared(tensors)));
    }
    if (own != null) {
      sections.put(PersonalLayers.SECTION, own);
    }
    return new Payload(sections);
  }

  @Override
  public void close() {
    within.close();
  }
}
