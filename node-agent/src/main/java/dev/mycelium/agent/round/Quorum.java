package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How many members a round asks, waits for and needs, by Flower's rules; with one difference: a
 * lone member trains alone until others come.
 */
record Quorum(FederationSpec federation, long seed) {
  /** So that what is whole but for binary fractions is not rounded to its neighbour. */
  private static final double ROUNDING = 1e-9;

  Quorum {
    requireNonNull(federation, "federation");
  }

  /** Whether a round may begin with so many members. */
  boolean mayBegin(int members) {
    return members == 1 || members >= federation.minAvailableClients();
  }

  /** Whether the group has had all its rounds with {@code head}. */
  boolean isLast(Head head) {
    Integer rounds = federation.numRounds();
    return rounds != null && head.version() >= rounds;
  }

  /** Updates that a round needs of so many members that could answer. */
  int needed(int reachable) {
    return Math.max(1, Math.min(federation.minFitClients(), reachable));
  }

  /** Members that must hold a candidate before it may be committed. */
  int holders(int members) {
    return Math.max(1, Math.min(2, members));
  }

  /** How long a candidate may wait for its holders. */
  Duration holdingTime() {
    return federation.roundTimeout() == null ? Patience.UNTOLD : federation.roundTimeout();
  }

  /**
   * The members asked in {@code round}: max(min_fit_clients, floor(fraction_fit * n)) of n, and the
   * share of over_selection more, drawn from the group's seed and the members' order, hence the
   * same for the same run; in the order of ids.
   *
   * @param took how long members took last, as far as is known; see {@link Draw}
   */
  List<NodeId> asked(Membership membership, long round, Map<NodeId, Duration> took) {
    int members = membership.members().size();
    double more = 1 + overSelection();
    int asked = (int) Math.ceil(wanted(members, federation.fractionFit()) * more - ROUNDING);
    return new Draw(federation.selection(), stream(round))
        .of(membership.members(), Math.min(members, asked), took);
  }

  /** Members that a round needs to be worth asking anybody. */
  int enough() {
    return Math.max(federation.minFitClients(), federation.minAvailableClients());
  }

  /**
   * Whether so many answers are as many as were wanted, where more were asked: asked / (1 +
   * over_selection), rounded down, and no fewer than min_fit_clients.
   */
  boolean isPlenty(int answers, int asked) {
    int wanted = (int) (asked / (1 + overSelection()) + ROUNDING);
    return overSelection() > 0 && answers >= Math.max(wanted, federation.minFitClients());
  }

  private double overSelection() {
    return federation.overSelection() == null ? 0 : federation.overSelection();
  }

  /** max(min_fit_clients, floor(fraction * n)), at most n. */
  private int wanted(int members, double fraction) {
    return Math.min(members, Math.max(federation.minFitClients(), (int) (fraction * members)));
  }

  /**
   * The members that score the head of {@code version}; floor(fraction_evaluate * n) of the n that
   * have data. Where heads are compared, at least one, and the same ones for every head: those that
   * are first by a hash of seed and id, so that who joins displaces one of them at most.
   */
  List<NodeId> scoring(Membership membership, long version) {
    int members = membership.members().size();
    int scorers = (int) (federation.fractionEvaluate() * members);
    return federation.judgesHeads()
        ? first(membership, Math.min(members, Math.max(1, scorers)))
        : drawn(membership, -1 - version, scorers);
  }

  private List<NodeId> first(Membership membership, int wanted) {
    return membership.members().stream()
        .sorted(Comparator.comparingLong(node -> stream(node.value().hashCode()).nextLong()))
        .limit(wanted)
        .sorted()
        .toList();
  }

  private List<NodeId> drawn(Membership membership, long stream, int wanted) {
    return new Draw(null, stream(stream)).of(membership.members(), wanted, Map.of());
  }

  private SplittableRandom stream(long number) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
  }
}
