package dev.mycelium.registry.group;

import dev.mycelium.rules.CoordinatorTerm;
import dev.mycelium.rules.Seats;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.round.Head;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the registry knew of a group at one moment. */
public record GroupState(
    GroupId id,
    String modelType,
    String datasetName,
    Seats seats,
    JoinPolicy joinPolicy,
    GroupActivity activity,
    Times times,
    long membershipVersion,
    @Nullable GroupSpec spec,
    CoordinatorTerm term,
    @Nullable Head head) {

  /**
   * When a group was made, and when it last changed.
   *
   * @param updated last join, leave or head
   */
  public record Times(Instant created, Instant updated) {}
}
