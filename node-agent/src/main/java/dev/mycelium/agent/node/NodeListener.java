package dev.mycelium.agent.node;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.round.Phase;
import dev.mycelium.agent.round.RoundOutcome;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;

/** Whoever watches a node live: the terminal, a test. Called from several threads. */
public interface NodeListener {

  default void registered(NodeId node) {}

  default void joined(GroupView group, String how) {}

  default void coordinating(long epoch) {}

  default void training(RoundManifest manifest) {}

  default void submitted(RoundManifest manifest, LocalUpdate update) {}

  default void failed(RoundManifest manifest, String cause) {}

  /** The coordinator of this node got so far; see {@link Phase}. */
  default void reached(RoundManifest manifest, Phase phase) {}

  default void ended(RoundManifest manifest, RoundOutcome outcome) {}

  default void scored(Head head, Evaluation evaluation) {}

  default void decided(MigrationDecision decision) {}

  default void left(String reason) {}
}
