package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.B;
import static dev.mycelium.agent.round.CoordinatedGroup.C;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stranger's program of {@code src/test/verify} on what a real coordinator left on disk. */
class RecomputeCommittedHeadsTest {
  private static final Path PROGRAM = Path.of("../src/test/verify/RecomputeHead.java");

  @TempDir Path state;

  @Test
  void findsEachHeadInTheStoredUpdates() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    Head second;
    Head first;
    List<Head> outage;
    try (CoordinatedGroup group = CoordinatedGroup.on(state, A, B, C)) {
      first = round(group, 0, List.of(A, B, C), random);
      second = round(group, first.round(), List.of(C, A), random);
      var unused = group.outcome();
      unused = group.outcome();
      outage = anOutage(group, second);
    }

    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                PROGRAM.toString(),
                state.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(program.getInputStream().readAllBytes(), UTF_8);

    assertThat(said.lines())
        .containsExactly(
            "round 1 epoch 1 version 1: OK " + first.sha(),
            "round 2 epoch 1 version 2: OK " + second.sha(),
            "round 3 epoch 1 provisional version 3: OK " + outage.get(0).sha(),
            "round 4 epoch 1 version 3: OK " + outage.get(1).sha(),
            "4 recomputed, 0 differ");
    assertThat(program.waitFor()).isZero();
  }

  /** Of two rounds: the first ends while the registry is away. */
  private static List<Head> anOutage(CoordinatedGroup group, Head committed) {
    group.heads.goAway();
    Head provisional = answered(group, committed.round(), committed);
    RoundOutcome unused = group.outcome();
    group.heads.comeBack();
    Head head = answered(group, provisional.round(), committed);
    unused = group.outcome();
    return List.of(provisional, head);
  }

  private static Head answered(CoordinatedGroup group, long after, Head committed) {
    RoundManifest manifest = group.called(A, after);
    for (NodeId node : List.of(A, B, C)) {
      group.submit(manifest, node, payload(after, 1), 1);
    }
    Poll poll = new Poll(B, Long.MAX_VALUE, manifest.head().sha(), committed.version(), true);
    Head candidate = Objects.requireNonNull(group.asked(poll).candidate(), "candidate");
    group.holds(B, candidate, committed);
    return candidate;
  }

  private static Head round(
      CoordinatedGroup group, long after, List<NodeId> answering, SplittableRandom random) {
    RoundManifest manifest = group.called(A, after);
    for (NodeId node : answering) {
      float one = (float) random.nextDouble(-1, 1);
      float two = (float) random.nextDouble(-1, 1);
      group.submit(manifest, node, payload(one, two), random.nextLong(1, 5000));
    }
    if (answering.size() < manifest.asked().size()) {
      group.passDeadline();
    }
    return group.hold(B, manifest.head());
  }
}
