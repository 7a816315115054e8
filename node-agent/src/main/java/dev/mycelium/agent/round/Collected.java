package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a round had when it closed.
 *
 * @param submissions accepted ones, in the order of the members' ids
 * @param missing members without an accepted submission, asked or left in peace, with the cause
 * @param reachable members asked that answered or were still in the group
 * @param open from the call until no more answers were taken, in this process
 * @param took from the call to the accepted answer, of those that were accepted in this process
 */
record Collected(
    List<Submission> submissions,
    Map<NodeId, String> missing,
    int reachable,
    Duration open,
    Map<NodeId, Duration> took)
    implements Making {

  Collected {
    submissions = List.copyOf(submissions);
    missing = Map.copyOf(missing);
    took = Map.copyOf(took);
  }

  List<NodeId> nodes() {
    return submissions.stream().map(Submission::nodeId).toList();
  }

  @Override
  public RoundOutcome committed(Head head) {
    return new RoundOutcome.Completed(head, nodes(), missing);
  }

  @Override
  public RoundOutcome provisional(Head head, String cause) {
    return new RoundOutcome.Provisional(head, nodes(), missing, cause);
  }

  /** The same with members that were not asked, each with the cause. */
  Collected without(Map<NodeId, String> notAsked) {
    Map<NodeId, String> all = new TreeMap<>(missing);
    all.putAll(notAsked);
    return new Collected(submissions, all, reachable, open, took);
  }
}
