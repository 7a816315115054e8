package dev.mycelium.agent.learning.djl;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.learning.ExampleOrder;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.Targets;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.OptimizerSpec;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One test for each trap of DJL that has cost somebody a wrong gradient, a leak or a crash. */
class NativeTrapsTest {
  private static final ArrayExamples EXAMPLES = ArrayExamples.blobs(60, 4, 4, 3);

  @Test
  void keepsGradientsWhenGarbageIsCollectedBeforeBackward() {
    Tensors undisturbed = trained(() -> {});

    Tensors disturbed = trained(NativeTrapsTest::collectGarbage);

    assertThat(disturbed).isEqualTo(undisturbed);
  }

  /** Three steps with {@code between} run between each forward and backward pass. */
  private static Tensors trained(Runnable between) {
    TrainingDevice device = Learners.cpu();
    Network network = Network.dense(List.of(4, 5, 4));
    Tensors head = network.initial(1);
    var task = Learners.group(Learners.SMALL_MLP, 4, Learners.labels(4)).task();
    HostBatch batch = new HostBatch(Targets.of(task.labels(), task), 4, 10);
    try (NDManager manager = device.newManager()) {
      DeviceModel model =
          new DeviceModel(
              manager, new LayeredArchitecture(network), Objective.of(task.kind()), head);
      TrainingRun run =
          new TrainingRun(manager, model, Learners.work(head, new OptimizerSpec.Adam(0.1)));
      for (int step = 0; step < 3; step++) {
        batch.fill(EXAMPLES, ExampleOrder.unshuffled(60), 10 * step, 10);
        try (GradientTape tape = GradientTape.start()) {
          NDArray loss = model.loss(batch, manager, step);
          between.run();
          tape.backward(loss);
        }
        run.update();
      }
      return run.trained();
    }
  }

  /** Collects until a buffer that nobody holds is gone, then writes over what was freed. */
  static void collectGarbage() {
    WeakReference<ByteBuffer> unheld = new WeakReference<>(ByteBuffer.allocateDirect(64));
    for (int i = 0; i < 100 && unheld.get() != null; i++) {
      System.gc();
    }
    assertThat(unheld.get()).isNull();
    List<ByteBuffer> overwriting = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      overwriting.add(ByteBuffer.allocateDirect(4 + i % 64).put(0, (byte) 0x7f));
    }
    assertThat(overwriting).hasSize(2_000);
  }

  @Test
  void neverGivesTheEngineANumberOfJava() {
    DescribedPredicate<List<JavaClass>> number =
        DescribedPredicate.describe(
            "a java.lang.Number",
            types -> types.stream().anyMatch(type -> type.isEquivalentTo(Number.class)));

    noClasses()
        .should()
        .callMethodWhere(target(rawParameterTypes(number)))
        .because(
            "DJL's mul, div, pow and the like keep it in a buffer that GC may free; give an array")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.mycelium.agent.learning.djl"));
  }

  @Test
  void closesEveryNativeArrayItOpens() {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, 4)) {
      int before = Learners.liveArrays();

      for (int call = 1; call <= 20; call++) {
        for (OptimizerSpec optimizer : optimizers()) {
          learner.learn(work(learner, optimizer, 2), Cancellation.never());
        }
        learner.evaluate(learner.initial(call), Split.HOLDOUT);
      }

      assertThat(Learners.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void closesNativeArraysWhenTrainingFails() {
    try (DjlLearner learner = Learners.learner(Learners.SMALL_MLP, EXAMPLES, 4)) {
      int before = Learners.liveArrays();
      Assignment wild = work(learner, new OptimizerSpec.Sgd(1e30, 0), 1);

      assertThatThrownBy(() -> learner.learn(wild, Cancellation.never()))
          .isInstanceOf(DivergedException.class);
      assertThatThrownBy(() -> learner.learn(wild, () -> true))
          .isInstanceOf(CancelledException.class);

      assertThat(Learners.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void countsArraysThatAreStillOpen() {
    int before = Learners.liveArrays();

    try (NDManager manager = Learners.cpu().newManager()) {
      manager.newSubManager().ones(new Shape(2));

      assertThat(Learners.liveArrays()).isEqualTo(before + 1);
    }
    assertThat(Learners.liveArrays()).isEqualTo(before);
  }

  @Test
  void letsLearnersOfOneProcessTrainSideBySide() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (DjlLearner alone = Learners.learner(Learners.SMALL_MLP, EXAMPLES, 4);
        DjlLearner left = Learners.learner(Learners.SMALL_MLP, EXAMPLES, 4);
        DjlLearner right = Learners.learner(Learners.SMALL_MLP, EXAMPLES, 4)) {
      Assignment work = work(alone, new OptimizerSpec.Sgd(0.1, 0.9), 100);
      LocalUpdate expected = alone.learn(work, Cancellation.never());

      Future<LocalUpdate> first = threads.submit(() -> left.learn(work, Cancellation.never()));
      Future<LocalUpdate> second = threads.submit(() -> right.learn(work, Cancellation.never()));

      assertThat(first.get()).isEqualTo(expected);
      assertThat(second.get()).isEqualTo(expected);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<OptimizerSpec> optimizers() {
    return List.of(
        new OptimizerSpec.Sgd(0.1, 0),
        new OptimizerSpec.Sgd(0.1, 0.9),
        new OptimizerSpec.Adam(0.01),
        new OptimizerSpec.AdamW(0.01, 0.1));
  }

  private static Assignment work(DjlLearner learner, OptimizerSpec optimizer, int epochs) {
    return new Assignment(learner.initial(1), Learners.plan(optimizer, 7, epochs), 1, 0);
  }
}
