package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobRejectedException;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.node.NodeAgent;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.agent.round.RoundDesk;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.agent.transport.PeerTimes;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** A node as others reach it: what the agent's server answers, without HTTP. */
final class NodeDesk {
  private final NodeId self;
  private final NodeAgent agent;
  private final BlobStore blobs;
  private final RoundJournal journal;
  private final WorldWatch watch;

  NodeDesk(NodeId self, NodeAgent agent, BlobStore blobs, RoundJournal journal, WorldWatch watch) {
    this.self = requireNonNull(self, "self");
    this.agent = requireNonNull(agent, "agent");
    this.blobs = requireNonNull(blobs, "blobs");
    this.journal = requireNonNull(journal, "journal");
    this.watch = requireNonNull(watch, "watch");
  }

  Optional<RoundStatus> poll(GroupId group, Poll poll) {
    RoundDesk desk = coordinator(group).desk();
    Optional<RoundStatus> status = desk.poll(poll, PeerTimes.LONGEST_POLL.value());
    if (desk.isClosed()) {
      throw notCoordinator();
    }
    return status;
  }

  /** Empty if it is nothing that anybody may fetch. */
  Optional<byte[]> fetch(Sha256 blob) {
    return agent.offers(blob) ? read(blobs, blob) : Optional.empty();
  }

  static Optional<byte[]> read(BlobStore blobs, Sha256 blob) {
    Optional<FileChannel> content = blobs.open(blob);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = content.get()) {
      return Optional.of(Channels.newInputStream(channel).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it was taken; what was not wanted is told apart by the submission. */
  boolean upload(GroupId group, NodeId from, Sha256 blob, byte[] content) {
    RoundDesk desk = coordinator(group).desk();
    if (!desk.wantsUpload(from, blob)) {
      return false;
    }
    try {
      long offset = blobs.offset(blob);
      if (offset < content.length) {
        int rest = content.length - (int) offset;
        long unused =
            blobs.append(blob, offset, new ByteArrayInputStream(content, (int) offset, rest));
      }
      blobs.finish(blob);
    } catch (BlobRejectedException e) {
      return false;
    }
    desk.uploaded();
    return true;
  }

  Receipt submit(GroupId group, Submission submission) {
    Receipt receipt = coordinator(group).submit(submission);
    if (receipt instanceof Receipt.Accepted) {
      watch.acknowledged(self, group, submission);
    }
    return receipt;
  }

  boolean fail(GroupId group, RoundFailure failure) {
    coordinator(group).desk().fail(failure);
    return true;
  }

  Optional<RoundReport> report(GroupId group, long round) {
    return journal.report(group, round);
  }

  private Coordinator coordinator(GroupId group) {
    return agent
        .coordinator()
        .filter(term -> term.desk().group().equals(group) && !term.desk().isClosed())
        .orElseThrow(NodeDesk::notCoordinator);
  }

  private static CoordinatorLostException notCoordinator() {
    return new CoordinatorLostException("this agent does not coordinate that group");
  }
}
