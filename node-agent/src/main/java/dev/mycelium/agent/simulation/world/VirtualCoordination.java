package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.agent.round.Coordination;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.agent.transport.Peer;
import dev.mycelium.agent.transport.PeerTimes;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A coordinator across the virtual network, with the habits of the real way there: who refuses is
 * asked three times, who keeps silent once. Blobs come whole or not at all.
 */
final class VirtualCoordination implements Coordination {
  private final Line<NodeDesk> line;
  private final Life life;
  private final Peer leader;
  private final GroupId group;
  private final BlobStore blobs;

  VirtualCoordination(
      VirtualNetwork network, Life life, Peer leader, GroupId group, BlobStore blobs) {
    this.life = requireNonNull(life, "life");
    this.leader = requireNonNull(leader, "leader");
    this.group = requireNonNull(group, "group");
    this.blobs = requireNonNull(blobs, "blobs");
    line = new Line<>(network, life, leader.address(), NodeDesk.class);
  }

  @Override
  public Optional<RoundStatus> poll(Poll poll) {
    return call("poll", PeerTimes.POLL.value(), node -> node.poll(group, poll));
  }

  @Override
  public void fetch(Sha256 blob) {
    if (!blobs.contains(blob)) {
      byte[] content =
          call("fetch", PeerTimes.CALL.value(), node -> node.fetch(blob))
              .orElseThrow(() -> new CoordinatorLostException(leader.address() + " lacks " + blob));
      blobs.put(blob, new ByteArrayInputStream(content));
    }
  }

  @Override
  public void upload(Poll member, Sha256 blob) {
    byte[] content = NodeDesk.read(blobs, blob).orElseThrow();
    boolean unused =
        call(
            "upload",
            PeerTimes.CALL.value(),
            node -> node.upload(group, member.node(), blob, content));
  }

  @Override
  public Receipt submit(Submission submission) {
    return call("submit", PeerTimes.CALL.value(), node -> node.submit(group, submission));
  }

  @Override
  public void fail(RoundFailure failure) {
    boolean unused = call("fail", PeerTimes.CALL.value(), node -> node.fail(group, failure));
  }

  @Override
  public Optional<RoundReport> report(long round) {
    return call("report", PeerTimes.CALL.value(), node -> node.report(group, round));
  }

  private <T> T call(String what, Duration atMost, Function<NodeDesk, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return line.call(what, atMost, work);
      } catch (UnreachedException e) {
        if (attempt == 1) {
          leader.doubted().run();
        }
        if (e.isSilent() || line.isClosed() || attempt == Retries.ATTEMPTS) {
          throw new CoordinatorLostException(String.valueOf(e.getMessage()), e);
        }
        life.spend(Retries.FIRST_PAUSE.multipliedBy(attempt));
      }
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
