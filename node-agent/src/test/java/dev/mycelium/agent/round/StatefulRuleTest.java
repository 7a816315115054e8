package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.FedNova;
import dev.mycelium.agent.aggregation.FedOpt;
import dev.mycelium.agent.round.CoordinatedGroup.Rule;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule with state under a coordinator that is killed, and its successor. */
class StatefulRuleTest {
  private static final StrategySpec.FedAdam ADAM = new StrategySpec.FedAdam(0.1, 0.9, 0.99, 1e-3);
  private static final Rule FEDADAM = new Rule(ADAM, FedOpt.of(ADAM));
  private static final int ROUNDS = 4;

  @TempDir Path folder;

  @Test
  void continuesFedAdamBitForBitAfterAKillAndInTheNextTerm() throws IOException {
    ChainedHeads heads = new ChainedHeads();
    long epoch = heads.grant(A);
    Path state = folder.resolve("state");
    Path afterKill = folder.resolve("after-kill");
    List<Sha256> shas = new ArrayList<>();
    RoundManifest open;
    try (CoordinatedGroup group = new CoordinatedGroup(state, heads, FEDADAM, epoch, A, B, C)) {
      Head first = round(group, group.called(A, 0), A, B, C);
      shas.add(first.sha());
      open = group.called(A, first.round());
      submit(group, open, A);
      submit(group, open, B);
      CoordinatedGroup.copy(state, afterKill);
    }

    Head second;
    try (CoordinatedGroup restarted =
        new CoordinatedGroup(afterKill, heads, FEDADAM, epoch, A, B, C)) {
      assertThat(restarted.called(C, open.round() - 1)).isEqualTo(open);
      second = round(restarted, open, C);
      shas.add(second.sha());
    }
    long vacated = heads.grant(B);
    try (CoordinatedGroup successor =
        new CoordinatedGroup(afterKill, heads, FEDADAM, heads.grant(A), A, B, C)) {
      Head head = second;
      while (shas.size() < ROUNDS) {
        head = round(successor, successor.called(A, head.round()), C, A, B);
        shas.add(head.sha());
      }
    }

    assertThat(vacated).isGreaterThan(epoch);
    assertThat(shas).doesNotHaveDuplicates().isEqualTo(uninterrupted());
  }

  private List<Sha256> uninterrupted() {
    ChainedHeads heads = new ChainedHeads();
    List<Sha256> shas = new ArrayList<>();
    try (CoordinatedGroup group =
        new CoordinatedGroup(folder.resolve("control"), heads, FEDADAM, heads.grant(A), A, B, C)) {
      long last = 0;
      while (shas.size() < ROUNDS) {
        Head head = round(group, group.called(A, last), B, C, A);
        shas.add(head.sha());
        last = head.round();
      }
    }
    return shas;
  }

  @Test
  void refusesStepsThatCanNotBeWhereTheyAreWeighed() {
    StrategySpec.FedNova nova = new StrategySpec.FedNova(0.0);
    ChainedHeads heads = new ChainedHeads();
    try (CoordinatedGroup group =
        new CoordinatedGroup(
            folder, heads, new Rule(nova, new FedNova(nova)), heads.grant(A), A, B)) {
      RoundManifest manifest = group.called(A, 0);
      for (long steps : new long[] {0, 2}) {
        Sha256 update = group.payloads.put(payload(1, 1));
        Receipt receipt =
            group
                .coordinator()
                .submit(
                    new Submission(B, manifest.round(), manifest.epoch(), update, 1, 0.5, steps));

        assertThat(((Receipt.Refused) receipt).reason())
            .isEqualTo(
                "steps: %d (expected: 1 to 1 for 1 examples, the group's strategy weighs them)"
                    .formatted(steps));
      }
    }
  }

  private static Head round(CoordinatedGroup group, RoundManifest manifest, NodeId... order) {
    for (NodeId node : order) {
      submit(group, manifest, node);
    }
    return group.hold(B, manifest.head());
  }

  /** An update that follows from the member and the head's version. */
  private static void submit(CoordinatedGroup group, RoundManifest manifest, NodeId node) {
    float version = manifest.head().version() + 1;
    float own = node.value().charAt(node.value().length() - 1) - 'b';
    Receipt receipt =
        group.submit(manifest, node, payload(own / version, 0.3f - own), (long) (2 + own));
    assertThat(receipt).isEqualTo(new Receipt.Accepted());
  }
}
