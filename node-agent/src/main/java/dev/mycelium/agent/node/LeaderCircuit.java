package dev.mycelium.agent.node;

import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.transport.Peer;
import dev.mycelium.wire.group.Coordinator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How calls to the coordinator that this node follows go. One circuit lasts as long as the same
 * node, at the same address, serves the same term, however often it is lost and tried again.
 */
final class LeaderCircuit {
  private final AtomicReference<@Nullable Followed> followed = new AtomicReference<>();

  private record Followed(Coordinator leader, Circuit circuit) {}

  /** The way to {@code leader}; {@code doubted} is run when a call to it breaks. */
  Peer to(Coordinator leader, Runnable doubted) {
    Followed now = followed.get();
    if (now == null || !now.leader().equals(leader)) {
      now = new Followed(leader, new Circuit("coordinator"));
      followed.set(now);
    }
    return new Peer(leader.address(), now.circuit(), doubted);
  }

  /** Empty if calls went to another one last, or to none. */
  Optional<Circuit.State> state(@Nullable Coordinator leader) {
    return Optional.ofNullable(followed.get())
        .filter(now -> now.leader().equals(leader))
        .map(now -> now.circuit().state());
  }
}
