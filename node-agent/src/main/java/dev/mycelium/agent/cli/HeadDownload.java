package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobRejectedException;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.cli.HeadChoice.Chosen;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.learning.PersonalLayers;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.transport.HttpCoordination;
import dev.mycelium.agent.transport.Peer;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.NodeStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group's newest head, or its best one, from whichever member gives it; only what has the head's
 * hash is taken. A group in the middle of its rounds may drop a head while it is asked for: then
 * its next one is tried.
 */
final class HeadDownload implements AutoCloseable {
  private static final BlobLimits LIMITS = new BlobLimits(4L << 30, 16L << 30);
  private static final int MOST_VERSIONS = 20;

  private final Directory directory;
  private final GroupId group;
  private final Path folder;
  private final List<String> failures = new ArrayList<>();

  HeadDownload(Directory directory, GroupId group) {
    this.directory = requireNonNull(directory, "directory");
    this.group = requireNonNull(group, "group");
    this.folder = temporary();
  }

  /**
   * @throws CommandFailedException if the group has no such head, or nobody gives it
   */
  PulledModel get(HeadChoice choice) {
    long tried = -1;
    for (int attempt = 0; attempt < MOST_VERSIONS; attempt++) {
      GroupView view = directory.group(group).orElseThrow(() -> unusable("is not listed any more"));
      GroupSpec spec = view.spec();
      if (spec == null) {
        throw unusable(HeadChoice.LATEST.absence());
      }
      Chosen head = choice.of(view).orElseThrow(() -> unusable(choice.absence()));
      if (head.version() == tried) {
        break;
      }
      tried = head.version();
      Optional<Payload> payload = fetched(spec, head);
      if (payload.isPresent()) {
        return PulledModel.of(view, spec, head, payload.get().model());
      }
    }
    throw unusable(
        "version %d can't be had from %s (expected: an online member that holds it)"
            .formatted(tried, failures.isEmpty() ? "anybody" : failures));
  }

  private Optional<Payload> fetched(GroupSpec spec, Chosen head) {
    BlobStore blobs = BlobStore.open(folder, LIMITS);
    PayloadLayout layout = PayloadLayout.ofModel(PersonalLayers.of(spec).shared());
    failures.clear();
    for (MemberView member : likeliestFirst()) {
      try (HttpCoordination agent =
          new HttpCoordination(Peer.at(member.nodeAddress()), group, blobs)) {
        agent.fetch(head.sha());
        return new PayloadBlobs(blobs).sections(head.sha(), layout);
      } catch (CoordinatorLostException e) {
        failures.add(String.valueOf(e.getMessage()));
      } catch (BlobRejectedException | UncheckedIOException e) {
        throw new CommandFailedException(
            ExitCode.MODEL_INVALID,
            "%s: can't be written: %s".formatted(folder, e.getMessage()),
            e);
      }
    }
    return Optional.empty();
  }

  /** What a member holds is known from its last heartbeat; it may have got the head since. */
  private List<MemberView> likeliestFirst() {
    return directory.members(group).stream()
        .filter(member -> member.status() == NodeStatus.ONLINE)
        .sorted(Comparator.comparing(MemberView::holdsHead).reversed())
        .toList();
  }

  private CommandFailedException unusable(String why) {
    return new CommandFailedException(
        ExitCode.GROUP_UNUSABLE, "group %s: %s".formatted(group, why));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("mycelium-pull-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " was not deleted: " + e.getMessage(), e);
    }
  }
}
