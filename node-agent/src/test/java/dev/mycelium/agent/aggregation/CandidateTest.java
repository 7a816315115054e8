package dev.mycelium.agent.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadValues;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A candidate has the same bits wherever its head and updates lie, and however it is read. */
class CandidateTest {
  private static final int MEMBERS = 8;

  @TempDir private Path directory;
  private BlobStore blobs;
  private PayloadBlobs payloads;

  @BeforeEach
  void open() {
    blobs = BlobStore.open(directory, new BlobLimits(1 << 22, 1 << 28));
    payloads = new PayloadBlobs(blobs);
  }

  static Stream<Aggregator> rules() {
    return Stream.concat(
        ServerRules.all(), Stream.concat(Stream.of(new FedAvg()), RobustLawsTest.rules()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void hasTheSameBitsFromFilesAsFromTheHeap(Aggregator rule) throws IOException {
    RandomGenerator random = SomeTensors.seeded(1);
    Payload head = ServerRules.aHead(rule, random);
    List<Contribution> updates = ServerRules.updates(rule, MEMBERS, random);
    List<StoredPayload> opened = new ArrayList<>();

    PayloadBlobs.Put fromFiles =
        payloads.putFinite(
            rule.candidate(
                stored(head, opened),
                new Cohort(
                    updates.stream()
                        .map(each -> each.with(stored(each.delta(), opened)))
                        .toList())));

    assertThat(fromFiles)
        .isEqualTo(
            new PayloadBlobs.Put.Stored(payloads.put(ServerRules.next(rule, head, updates))));
    for (StoredPayload file : opened) {
      file.close();
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void hasTheSameBitsForAnyNumberOfThreads(Aggregator rule) throws Exception {
    RandomGenerator random = SomeTensors.seeded(2);
    Payload head = ServerRules.aHead(rule, random);
    Cohort cohort = new Cohort(ServerRules.updates(rule, MEMBERS, random));

    Aggregation one = on(1, rule.candidate(head, cohort));

    assertThat(on(2, rule.candidate(head, cohort))).isEqualTo(one);
    assertThat(on(5, rule.candidate(head, cohort))).isEqualTo(one);
  }

  @Test
  void namesTheFirstTensorThatLeavesTheFiniteNumbersAndStoresNothing() {
    TensorLayout layout = TensorLayout.of(TensorSpec.of("a", 300_000), TensorSpec.of("b", 300_000));
    Payload head = new Payload(Map.of(Payload.MODEL, SomeTensors.aTensors(layout, 1, random(3))));
    Candidate candidate =
        Candidate.of(Map.of("model", new Overflowing(head.model())), cohort(head));

    assertThat(payloads.putFinite(candidate)).isEqualTo(new PayloadBlobs.Put.NonFinite("model/b"));
    assertThat(candidate.load()).isEqualTo(new Aggregation.NonFinite("model/b"));
    assertThat(blobs.totalBytes()).isZero();
  }

  private static RandomGenerator random(long seed) {
    return SomeTensors.seeded(seed);
  }

  private static Cohort cohort(Payload delta) {
    return SomeCohorts.cohort(1, member -> delta, random(4));
  }

  private static Aggregation on(int threads, Candidate candidate) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(candidate::load).get();
    } finally {
      pool.shutdown();
    }
  }

  private PayloadValues stored(PayloadValues values, List<StoredPayload> opened) {
    Sha256 sha = payloads.put(Payload.copyOf(values));
    StoredPayload file = payloads.open(sha, values.layout()).orElseThrow();
    opened.add(file);
    return file;
  }

  /** Values of which the last but one is infinite. */
  private record Overflowing(TensorValues values) implements TensorValues {

    @Override
    public TensorLayout layout() {
      return values.layout();
    }

    @Override
    public void read(int from, float[] target, int at, int count) {
      values.read(from, target, at, count);
      int infinite = values.elements() - 2;
      if (infinite >= from && infinite < from + count) {
        target[at + infinite - from] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
