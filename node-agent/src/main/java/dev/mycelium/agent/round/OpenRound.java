package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A round that takes answers: one for each member that was asked. Guarded by its desk's lock. */
final class OpenRound {
  private final RoundManifest manifest;
  private final Instant announced;
  private final Map<NodeId, Submission> submissions = new TreeMap<>();
  private final Map<NodeId, Duration> took = new HashMap<>();
  private final Map<NodeId, String> failures = new HashMap<>();

  OpenRound(RoundManifest manifest, List<Submission> resumed, Instant announced) {
    this.manifest = manifest;
    this.announced = announced;
    resumed.forEach(submission -> submissions.put(submission.nodeId(), submission));
  }

  RoundManifest manifest() {
    return manifest;
  }

  boolean isThis(long round, long epoch) {
    return manifest.round() == round && manifest.epoch() == epoch;
  }

  boolean asks(NodeId node) {
    return manifest.asked().contains(node);
  }

  /** The manifest, if the member that asks has not answered it. */
  @Nullable RoundManifest callTo(Poll poll) {
    boolean called = poll.trains() && manifest.round() > poll.after() && wantsAnswerOf(poll.node());
    return called ? manifest : null;
  }

  boolean wantsAnswerOf(NodeId node) {
    return asks(node) && !submissions.containsKey(node) && !failures.containsKey(node);
  }

  void accept(Submission submission, Instant now) {
    failures.remove(submission.nodeId());
    took.put(submission.nodeId(), since(now));
    submissions.put(submission.nodeId(), submission);
  }

  void fail(RoundFailure failure) {
    if (isThis(failure.round(), failure.epoch())) {
      fail(failure.nodeId(), failure.cause());
    }
  }

  void fail(NodeId node, String cause) {
    if (wantsAnswerOf(node)) {
      failures.put(node, cause);
    }
  }

  RoundView view(Instant now, Membership trainers, Arrivals arrivals) {
    Step.Ask call =
        new Step.Ask(
            manifest.asked(),
            manifest.membershipVersion(),
            manifest.members(),
            manifest.deadline(),
            Map.of());
    return new RoundView(
        manifest.round(), now, trainers, call, submissions.keySet(), failures.keySet(), arrivals);
  }

  /** How long the round has been open. */
  Duration since(Instant now) {
    return Duration.between(announced, now);
  }

  /** Members that were there to answer until the deadline, and did not. */
  List<NodeId> silent(Membership trainers, Instant now) {
    return now.isBefore(manifest.deadline())
        ? List.of()
        : manifest.asked().stream()
            .filter(this::wantsAnswerOf)
            .filter(trainers.members()::contains)
            .toList();
  }

  /**
   * What to say to {@code submission} before its update is looked at: accepted if it is known
   * already, refused if it comes too late, empty if it is to be examined.
   */
  Optional<Receipt> prejudge(Submission submission) {
    if (!isThis(submission.round(), submission.epoch())) {
      return Optional.of(closed(submission));
    }
    if (!asks(submission.nodeId())) {
      return Optional.of(
          new Receipt.Refused(ProblemType.NOT_ASKED, submission.nodeId() + " was not asked"));
    }
    return Optional.ofNullable(submissions.get(submission.nodeId()))
        .map(known -> repeated(known, submission));
  }

  /** What to say to {@code submission} when its round takes no answers. */
  static Receipt closed(Submission submission) {
    return new Receipt.Refused(
        ProblemType.ROUND_CLOSED,
        "round %d of epoch %d is not open".formatted(submission.round(), submission.epoch()));
  }

  private static Receipt repeated(Submission known, Submission submission) {
    return known.updateSha().equals(submission.updateSha())
        ? new Receipt.Accepted()
        : new Receipt.Refused(
            ProblemType.DUPLICATE_SUBMISSION,
            "update_sha: %s (expected: %s, submitted before)"
                .formatted(submission.updateSha(), known.updateSha()));
  }

  /**
   * @param trainers those of {@code membership} that have data
   */
  Collected close(Membership membership, Membership trainers, Instant now) {
    Map<NodeId, String> missing = new TreeMap<>();
    int reachable = submissions.size();
    for (NodeId node : manifest.asked()) {
      if (!submissions.containsKey(node)) {
        missing.put(node, failures.getOrDefault(node, silence(node, membership, trainers, now)));
        reachable += trainers.members().contains(node) && !failures.containsKey(node) ? 1 : 0;
      }
    }
    return new Collected(List.copyOf(submissions.values()), missing, reachable, since(now), took);
  }

  private String silence(NodeId node, Membership membership, Membership trainers, Instant now) {
    if (trainers.members().contains(node)) {
      return now.isBefore(manifest.deadline())
          ? "not waited for: enough others had answered"
          : "no answer by the deadline";
    }
    return membership.members().contains(node) ? "has no data to train on" : "left the group";
  }
}
