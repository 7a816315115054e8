package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.PersonalLayers;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.round.Sha256;

/** Where the parameters of a group's version 0 come from. */
public sealed interface Opening {

  /** Of the tensors in every head: those that members learn together. */
  TensorLayout layout();

  /** Of a group by its spec: drawn from the training's seed, unless its founder gave it. */
  static Opening of(GroupSpec spec) {
    PersonalLayers layers = PersonalLayers.of(spec);
    Sha256 given = spec.initial();
    if (given != null) {
      return new Given(layers.shared(), given);
    }
    Network network = Network.of(spec.model(), spec.task());
    long seed = spec.training().seed();
    return new Drawn(
        spec.federation().personal() == null
            ? network.drawn(seed)
            : layers.shared(network.initial(seed)));
  }

  /** Whoever coordinates first draws them, as they are read: the same numbers everywhere. */
  record Drawn(TensorValues model) implements Opening {
    public Drawn {
      requireNonNull(model, "model");
    }

    @Override
    public TensorLayout layout() {
      return model.layout();
    }
  }

  /**
   * Its founder holds them; a coordinator that lacks them waits for whoever lends them.
   *
   * @param sha a blob with the model alone
   */
  record Given(TensorLayout layout, Sha256 sha) implements Opening {
    public Given {
      requireNonNull(layout, "layout");
      requireNonNull(sha, "sha");
    }
  }
}
