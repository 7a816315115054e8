package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Submission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A round that takes answers: one for each member that was asked. Guarded by its desk's lock. */
final class OpenRound {
  private final RoundManifest manifest;
  private final Map<NodeId, Submission> submissions = new TreeMap<>();
  private final Map<NodeId, String> failures = new HashMap<>();

  OpenRound(RoundManifest manifest, List<Submission> resumed) {
    this.manifest = manifest;
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

  boolean wantsAnswerOf(NodeId node) {
    return asks(node) && !submissions.containsKey(node) && !failures.containsKey(node);
  }

  Optional<Submission> submissionOf(NodeId node) {
    return Optional.ofNullable(submissions.get(node));
  }

  void accept(Submission submission) {
    failures.remove(submission.nodeId());
    submissions.put(submission.nodeId(), submission);
  }

  void fail(NodeId node, String cause) {
    if (wantsAnswerOf(node)) {
      failures.put(node, cause);
    }
  }

  /** Whether nobody who is still a member owes an answer. */
  boolean isAnswered(Membership membership) {
    return manifest.asked().stream()
        .noneMatch(node -> wantsAnswerOf(node) && membership.members().contains(node));
  }

  Collected close(Membership membership, boolean superseded) {
    Map<NodeId, String> missing = new TreeMap<>();
    for (NodeId node : manifest.asked()) {
      if (!submissions.containsKey(node)) {
        String silence =
            membership.members().contains(node) ? "no answer by the deadline" : "left the group";
        missing.put(node, failures.getOrDefault(node, silence));
      }
    }
    int reachable =
        (int)
            manifest.asked().stream()
                .filter(
                    node -> submissions.containsKey(node) || membership.members().contains(node))
                .count();
    return new Collected(List.copyOf(submissions.values()), missing, reachable, superseded);
  }
}
