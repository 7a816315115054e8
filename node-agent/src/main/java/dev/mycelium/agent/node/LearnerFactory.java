package dev.mycelium.agent.node;

import dev.mycelium.agent.learning.Learner;
import dev.mycelium.wire.group.GroupSpec;

/** Makes the learner that a group's spec asks for, on this node's data. */
@FunctionalInterface
public interface LearnerFactory {
  Learner open(GroupSpec spec);
}
