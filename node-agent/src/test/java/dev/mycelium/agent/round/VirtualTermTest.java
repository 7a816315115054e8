package dev.mycelium.agent.round;

import static dev.mycelium.agent.round.CoordinatedGroup.A;
import static dev.mycelium.agent.round.CoordinatedGroup.GROUP;
import static dev.mycelium.agent.round.CoordinatedGroup.LAYOUT;
import static dev.mycelium.agent.round.CoordinatedGroup.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.aggregation.FedAvgM;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A term step by step, with a client in this process. */
class VirtualTermTest {
  @TempDir Path state;
  private final ChainedHeads heads = new ChainedHeads();

  /** Whoever hears of the head may ask at once whether it was counted. */
  @Test
  void hasTheReportOnDiskBeforeAnybodyLearnsOfTheHead() {
    Coordinator.Term term = term(new FedAvg(), new Opening.Drawn(payload(1, 2).model()), null);
    List<Boolean> reported = new ArrayList<>();
    Participants client = client(term);
    Participants watched =
        (Participants)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Participants.class},
                (proxy, method, values) -> {
                  if (method.getName().equals("committed")) {
                    Head head = (Head) values[0];
                    reported.add(term.journal().report(GROUP, head.round()).isPresent());
                  }
                  try {
                    return method.invoke(client, values);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Quorum quorum = new Quorum(term.spec().federation(), 1);
    Rounds rounds = new Rounds(term, watched, quorum);
    Head head = new Foundation(term, watched, quorum).head().orElseThrow();

    Head next = rounds.run(rounds.begin(head).orElseThrow()).orElseThrow();

    assertThat(next.version()).isEqualTo(1);
    assertThat(reported).containsExactly(false, true);
  }

  /** Its founder holds the weights, and nobody the head that has momentum beside them. */
  @Test
  void makesVersionZeroOfARuleWithStateAnewFromGivenWeights() {
    Aggregator rule = new FedAvgM(new StrategySpec.FedAvgM(1.0, 0.9));
    Sha256 given = new PayloadBlobs(blobs("here")).put(payload(7, 8));
    Sha256 zero =
        new PayloadBlobs(blobs("elsewhere")).put(Payload.copyOf(rule.begin(payload(7, 8).model())));
    Head newest = new Head(0, null, zero, 1, 0);
    Coordinator.Term term = term(rule, new Opening.Given(LAYOUT, given), newest);
    Quorum quorum = new Quorum(term.spec().federation(), 1);

    assertThat(new Foundation(term, client(term), quorum).head()).contains(newest);
    assertThat(zero).isNotEqualTo(given);
    assertThat(term.blobs().contains(zero)).isTrue();
  }

  private Participants client(Coordinator.Term term) {
    LocalTraining training =
        LocalTraining.of(
            new QuadraticLearner(1, 1, 1),
            new CompressionSpec.None(),
            term.blobs(),
            MemberMemory.of(A, GROUP, state));
    return new VirtualClients(Map.of(A, training), term, new Workbench(1));
  }

  private BlobStore blobs(String folder) {
    return BlobStore.open(state.resolve(folder), new BlobLimits(1 << 20, 1 << 26));
  }

  private Coordinator.Term term(Aggregator rule, Opening opening, @Nullable Head newest) {
    return new Coordinator.Term(
        A,
        GROUP,
        heads.grant(A),
        CoordinatedGroup.spec(),
        newest,
        opening,
        rule,
        blobs("here"),
        new RoundJournal(state),
        heads,
        (manifest, outcome) -> {},
        Clock.systemUTC());
  }
}
