package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a round ended; each end has a cause. */
public sealed interface RoundOutcome {

  /** The outcome as it is kept on disk and told to others. */
  RoundReport report(RoundManifest manifest);

  /** Whether it is a new head of the group, and on disk as such. */
  default boolean isCommitted() {
    return false;
  }

  /** The group has a new head. */
  record Completed(Head head, List<NodeId> counted, Map<NodeId, String> missing)
      implements RoundOutcome {
    @Override
    public boolean isCommitted() {
      return true;
    }

    @Override
    public RoundReport report(RoundManifest manifest) {
      String cause =
          counted.size() == manifest.asked().size()
              ? "all asked members answered"
              : counted.size() + " of " + manifest.asked().size() + " asked members answered";
      return new RoundReport(
          manifest.round(),
          manifest.epoch(),
          "completed",
          cause,
          counted,
          RoundOutcome.named(missing),
          head);
    }
  }

  /**
   * The registry gave no answer: the group trains on from a head that nobody committed yet. The
   * last of a row of such heads becomes the next version once the registry is back.
   *
   * @param head as it would be committed now; its parent is the newest committed head
   */
  record Provisional(Head head, List<NodeId> counted, Map<NodeId, String> missing, String cause)
      implements RoundOutcome {
    @Override
    public RoundReport report(RoundManifest manifest) {
      return new RoundReport(
          manifest.round(),
          manifest.epoch(),
          "provisional",
          "the registry is away, training goes on: " + cause,
          counted,
          RoundOutcome.named(missing),
          head);
    }
  }

  /** Fewer updates than the quorum when the round closed; the head stays. */
  record TooFewUpdates(int needed, List<NodeId> arrived, Map<NodeId, String> missing)
      implements RoundOutcome {
    @Override
    public RoundReport report(RoundManifest manifest) {
      return new RoundReport(
          manifest.round(),
          manifest.epoch(),
          "too_few_updates",
          "updates: %d (expected: at least %d)".formatted(arrived.size(), needed),
          List.of(),
          RoundOutcome.named(missing),
          null);
    }
  }

  /** There were updates enough, but no acceptable head came of them; the head stays. */
  record Rejected(String cause) implements RoundOutcome {
    @Override
    public RoundReport report(RoundManifest manifest) {
      return RoundOutcome.without(manifest, "rejected", cause);
    }
  }

  /** Nothing is to follow the head that it was trained from, as members found meanwhile. */
  record Withdrawn(String cause) implements RoundOutcome {
    @Override
    public RoundReport report(RoundManifest manifest) {
      return RoundOutcome.without(manifest, "superseded", cause);
    }
  }

  /** The group's best head is its newest one again. */
  record RolledBack(Head head, String cause) implements RoundOutcome {
    @Override
    public boolean isCommitted() {
      return true;
    }

    @Override
    public RoundReport report(RoundManifest manifest) {
      return new RoundReport(
          manifest.round(), manifest.epoch(), "rolled_back", cause, List.of(), Map.of(), head);
    }
  }

  /** This coordinator's term is over; a successor goes on from the last head. */
  record Superseded(String cause) implements RoundOutcome {
    @Override
    public RoundReport report(RoundManifest manifest) {
      return RoundOutcome.without(manifest, "superseded", cause);
    }
  }

  private static RoundReport without(RoundManifest manifest, String outcome, String cause) {
    return new RoundReport(
        manifest.round(), manifest.epoch(), outcome, cause, List.of(), Map.of(), null);
  }

  private static Map<String, String> named(Map<NodeId, String> missing) {
    return missing.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().value(), Map.Entry::getValue));
  }
}
