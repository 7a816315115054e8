package dev.mycelium.agent.migration;

import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.performance.Standing;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Builds groups as a registry lists them: by default one that any quadratic learner may join. */
final class SomeGroups {
  static final GroupSpec SPEC =
      new GroupSpec(
          QuadraticLearner.task(2),
          new ModelSpec.Linear(),
          new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 1, 1),
          FederationSpec.defaults());

  private final String id;
  private String dataset = "digits";
  private @Nullable Double measured;
  private @Nullable Double claimed;
  private int members = 1;
  private JoinPolicy policy = JoinPolicy.OPEN;
  private @Nullable GroupSpec spec = SPEC;
  private int holders = 1;
  private boolean hasHead = true;

  private SomeGroups(String id) {
    this.id = id;
  }

  static SomeGroups aGroup(String id) {
    return new SomeGroups(id);
  }

  SomeGroups measured(double value) {
    measured = value;
    return this;
  }

  SomeGroups claimed(double value) {
    claimed = value;
    return this;
  }

  SomeGroups of(String name) {
    dataset = name;
    return this;
  }

  SomeGroups full() {
    members = 5;
    return this;
  }

  SomeGroups inviteOnly() {
    policy = JoinPolicy.INVITE_ONLY;
    return this;
  }

  SomeGroups spec(@Nullable GroupSpec other) {
    spec = other;
    return this;
  }

  SomeGroups withoutHolder() {
    holders = 0;
    return this;
  }

  SomeGroups withoutHead() {
    hasHead = false;
    holders = 0;
    return this;
  }

  GroupView view() {
    Standing standing = new Standing(measured, measured == null ? null : 3L, 100, claimed);
    return new GroupView(
        new GroupId(id),
        "linear",
        dataset,
        standing.shown(),
        members,
        5,
        policy,
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        spec,
        standing,
        null,
        null,
        hasHead ? new Head(0, null, new Sha256("a".repeat(64)), 1, 0) : null,
        holders,
        GroupActivity.ACTIVE);
  }
}
