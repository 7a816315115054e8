package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Submission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a round had when it closed.
 *
 * @param submissions accepted ones, in the order of the members' ids
 * @param missing members without an accepted submission, asked or left in peace, with the cause
 * @param reachable members asked that answered or were still in the group
 */
record Collected(List<Submission> submissions, Map<NodeId, String> missing, int reachable)
    implements Making {

  Collected {
    submissions = List.copyOf(submissions);
    missing = Map.copyOf(missing);
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
    return new Collected(submissions, all, reachable);
  }
}
