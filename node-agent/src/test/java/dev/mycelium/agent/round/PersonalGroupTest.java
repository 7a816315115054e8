package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.aggregation.Scaffold;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.PersonalLayers;
import dev.mycelium.agent.learning.PersonalLearner;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.TensorFile;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.NamePattern;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two members of which one calls "no" what the other calls "yes": real training. */
class PersonalGroupTest {
  private static final GroupId GROUP = new GroupId("personal");
  private static final NodeId YES = new NodeId("client-yes");
  private static final NodeId NO = new NodeId("client-no");
  private static final List<String> LABELS = List.of("no", "yes");
  private static final int INPUTS = 6;
  private static final FederationSpec SHARED = FederationSpec.defaults();
  private static final FederationSpec PERSONAL =
      SHARED.withPersonal(List.of(new NamePattern("dense1.*")));

  @TempDir Path state;
  @TempDir Path other;
  private final Map<NodeId, Learner> learners = new TreeMap<>();

  @BeforeEach
  void open() {
    ArrayExamples examples = ArrayExamples.blobs(120, INPUTS, 2, 3);
    learners.put(YES, learner(examples));
    learners.put(NO, learner(swapped(examples)));
  }

  @AfterEach
  void close() {
    learners.values().forEach(Learner::close);
  }

  @Test
  void letsBothDoWellWhereOneModelForBothCanNot() {
    Head personal = trained(state, PERSONAL, 8);
    Head shared = trained(other, SHARED, 8);

    assertThat(score(state, PERSONAL, YES, personal)).isGreaterThan(0.95);
    assertThat(score(state, PERSONAL, NO, personal)).isGreaterThan(0.95);
    assertThat(score(other, SHARED, YES, shared) + score(other, SHARED, NO, shared))
        .isCloseTo(1, within(0.2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "float16", "qsgd"})
  void putsNothingPersonalIntoAnyBlob(String compression) throws IOException {
    FederationSpec federation = PERSONAL.with(compression(compression));

    Head head = trained(state, federation, 3);

    List<byte[]> own = new ArrayList<>();
    for (NodeId node : learners.keySet()) {
      Tensors kept = requireNonNull(memory(state, node).payload()).section(PersonalLayers.SECTION);
      assertThat(kept.layout()).isEqualTo(PersonalLayers.of(spec(federation)).personal());
      own.add(bytes(kept));
    }
    List<Path> blobs = files(state.resolve("blobs"));
    assertThat(blobs).hasSizeGreaterThanOrEqualTo(6);
    for (Path blob : blobs) {
      try (TensorFile file = TensorFile.open(blob)) {
        assertThat(file.tensors())
            .isNotEmpty()
            .noneMatch(tensor -> tensor.declared().name().contains("dense1"));
      }
      String content = Files.readString(blob, StandardCharsets.ISO_8859_1);
      own.forEach(
          values ->
              assertThat(content).doesNotContain(new String(values, StandardCharsets.ISO_8859_1)));
    }
    assertThat(new PayloadBlobs(blobs(state)).get(head.sha()).orElseThrow().model().layout())
        .isEqualTo(PersonalLayers.of(spec(federation)).shared());
  }

  @Test
  void keepsTheirOwnOverARestart() throws IOException {
    VirtualGroup whole = group(state, PERSONAL);
    Head third = Stream.generate(whole::next).limit(3).reduce((one, next) -> next).orElseThrow();
    copy(state, other);

    VirtualGroup resumed = group(other, PERSONAL);

    assertThat(resumed.head()).isEqualTo(third);
    assertThat(Stream.generate(resumed::next).limit(2).toList())
        .isEqualTo(Stream.generate(whole::next).limit(2).toList());
    assertThat(memory(other, NO).payload())
        .isEqualTo(memory(state, NO).payload())
        .isNotEqualTo(memory(state, YES).payload());
  }

  @Test
  void beginsWithThoseOfVersion0() {
    GroupSpec spec = spec(PERSONAL);
    Learner learner = requireNonNull(learners.get(YES));
    Tensors version0 = Network.of(spec.model(), spec.task()).initial(spec.training().seed());
    PersonalLayers layers = PersonalLayers.of(spec);
    Payload head = Payload.ofModel(layers.shared(version0));

    assertThat(PersonalLearner.of(learner, spec).evaluate(head, split()))
        .isEqualTo(learner.evaluate(Payload.ofModel(version0), split()));
    assertThat(layers.whole(layers.shared(version0), layers.personal(version0)))
        .isEqualTo(version0);
  }

  /** Control variates are the shared tensors' alone. */
  @Test
  void worksBesideControlVariates() {
    StrategySpec.Scaffold scaffold = new StrategySpec.Scaffold(1.0);
    FederationSpec federation = PERSONAL.with(scaffold);
    VirtualGroup group = group(state, federation, new Scaffold(scaffold));

    Head head = Stream.generate(group::next).limit(8).reduce((one, next) -> next).orElseThrow();

    assertThat(score(state, federation, YES, head)).isGreaterThan(0.95);
    assertThat(score(state, federation, NO, head)).isGreaterThan(0.95);
    assertThat(group.payload().section("control").layout())
        .isEqualTo(PersonalLayers.of(spec(federation)).shared());
  }

  /** On equal data, so that only the rounding differs. */
  @ParameterizedTest
  @ValueSource(strings = {"float16", "qsgd"})
  void learnsAboutAsWellFromCompressedUpdates(String compression) {
    learners.put(NO, learner(ArrayExamples.blobs(120, INPUTS, 2, 4)));

    Head plain = trained(state, SHARED, 3);
    Head compressed = trained(other, SHARED.with(compression(compression)), 3);

    assertThat(compressed.sha()).isNotEqualTo(plain.sha());
    assertThat(score(other, SHARED, YES, compressed))
        .isCloseTo(score(state, SHARED, YES, plain), within(0.05));
  }

  /** It made version 0 of whole models; it never gets to see a personal tensor. */
  @Test
  void failsUnderAnOlderCoordinatorBeforeItTrains() {
    GroupSpec spec = spec(PERSONAL);
    Tensors whole = Network.of(spec.model(), spec.task()).initial(1);
    Head head = new Head(0, null, new PayloadBlobs(blobs(state)).put(Payload.ofModel(whole)), 1, 0);

    assertThatThrownBy(() -> score(state, PERSONAL, YES, head))
        .isInstanceOf(InvalidTensorFileException.class)
        .hasMessage("model/dense1.weight: [2, 5] (expected: no such tensor)");
  }

  /** Its call, as it knows no compression, asks for plain updates. */
  @Test
  void failsUnderAnOlderCoordinatorThatKnowsNoCompression() {
    CompressionSpec agreed = new CompressionSpec.Float16();
    Head head = new Head(0, null, new Sha256("a".repeat(64)), 1, 0);
    Learner learner = requireNonNull(learners.get(YES));
    LocalTraining training =
        requireNonNull(LocalTraining.of(learner, agreed, blobs(state), memory(state, YES)));
    RoundManifest plain =
        new RoundManifest(
            1,
            GROUP,
            1,
            1,
            head,
            spec(SHARED).training(),
            new StrategySpec.FedAvg(),
            Instant.EPOCH,
            1,
            List.of(YES),
            1);

    assertThatThrownBy(() -> training.answer(plain, Cancellation.never()))
        .isInstanceOf(WrongCompressionException.class)
        .hasMessageContaining("compression: None[] (expected: Float16[], the group's;");
  }

  private Head trained(Path folder, FederationSpec federation, int rounds) {
    VirtualGroup group = group(folder, federation);
    return Stream.generate(group::next).limit(rounds).reduce((one, next) -> next).orElseThrow();
  }

  private double score(Path folder, FederationSpec federation, NodeId node, Head head) {
    Learner learner = PersonalLearner.of(requireNonNull(learners.get(node)), spec(federation));
    return requireNonNull(
            LocalTraining.of(
                learner, new CompressionSpec.None(), blobs(folder), memory(folder, node)))
        .score(head)
        .metric();
  }

  private VirtualGroup group(Path folder, FederationSpec federation) {
    return group(folder, federation, new FedAvg());
  }

  private VirtualGroup group(Path folder, FederationSpec federation, Aggregator rule) {
    GroupSpec spec = spec(federation);
    return new VirtualGroup(
        new VirtualGroup.Setting(
            GROUP,
            spec,
            rule,
            Opening.of(spec),
            learners,
            blobs(folder),
            new RoundJournal(folder),
            folder,
            new ManualClock(),
            (manifest, outcome) -> {},
            1));
  }

  private static GroupSpec spec(FederationSpec federation) {
    return new GroupSpec(
        new TaskSpec(TaskKind.CLASSIFICATION, List.of(INPUTS), LABELS, "accuracy", null),
        new ModelSpec.Mlp(List.of(5)),
        new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 2, 7),
        federation);
  }

  private static Learner learner(ArrayExamples examples) {
    return new DjlLearner(
        spec(SHARED),
        new LocalExamples(examples, examples, LABELS),
        NativeEngine.start(EngineOptions.defaults()).device(DeviceChoice.CPU));
  }

  private static ArrayExamples swapped(ArrayExamples examples) {
    float[][] rows = new float[examples.size()][];
    int[] labels = new int[examples.size()];
    for (int i = 0; i < labels.length; i++) {
      rows[i] = examples.row(i);
      labels[i] = 1 - examples.label(i);
    }
    return new ArrayExamples(INPUTS, rows, labels);
  }

  private static CompressionSpec compression(String name) {
    return switch (name) {
      case "float16" -> new CompressionSpec.Float16();
      case "qsgd" -> new CompressionSpec.Qsgd(127, 16);
      default -> new CompressionSpec.None();
    };
  }

  private static Split split() {
    return Split.HOLDOUT;
  }

  private static MemberMemory memory(Path folder, NodeId node) {
    return MemberMemory.of(node, GROUP, folder.resolve("clients").resolve(node.value()));
  }

  private static BlobStore blobs(Path folder) {
    return BlobStore.open(folder.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26));
  }

  private static byte[] bytes(Tensors tensors) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * tensors.elements()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensors.values());
    return bytes.array();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String part : List.of("blobs", "rounds", "clients")) {
      CoordinatedGroup.copy(from.resolve(part), to.resolve(part));
    }
  }
}
