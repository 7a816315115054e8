package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this node learns from and with, whoever computes: made once, it opens a learner for each
 * group that the node comes to.
 */
interface LearningSource extends AutoCloseable {

  /** Kind of data as other nodes know it; never a path. */
  String datasetName();

  TaskSpec task();

  ModelSpec modelToFound();

  /** The only model in whose groups this node can learn, or wants to; null if any will do. */
  @Nullable ModelSpec onlyModel();

  /** Parameters to begin with that this node alone can make; empty if everybody draws the same. */
  Optional<Tensors> initial(long seed);

  Learner learner(GroupSpec spec);

  /** What it computes on, in words. */
  String computesOn();

  /** Tells a person what was loaded. */
  void introduce(Terminal terminal);

  @Override
  void close();
}
