package dev.mycelium.agent.learning.djl;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import dev.mycelium.agent.learning.ControlVariates;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.ExampleOrder;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.Offer;
import dev.mycelium.agent.learning.Scores;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.Targets;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.nio.FloatBuffer;

/**
 * Trains a {@link Network}, or a {@link TorchScript} program of the user's, by mini-batches with
 * PyTorch, through DJL.
 *
 * <p>An epoch visits the examples in an order drawn from the plan's seed, the round, the
 * participant and the epoch; its last batch may be smaller. The loss is the mean over the batch of
 * the softmax cross-entropy, or of the squared error in a regression ({@link Objective}).
 * Everything native belongs to one call and is gone when it returns or throws; between calls only a
 * batch's memory is kept. Learners of one process may train side by side.
 */
public final class DjlLearner implements Learner {
  private static final int EVALUATION_BATCH = 250;

  private final TaskSpec task;
  private final Architecture architecture;
  private final Objective objective;
  private final TensorLayout layout;
  private final LocalExamples local;
  private final Targets targets;
  private final TrainingDevice device;
  private HostBatch memory;

  /**
   * @throws IllegalArgumentException if the examples do not fit the group's task: another number of
   *     inputs, or a label that the task lacks
   */
  public DjlLearner(GroupSpec group, LocalExamples local, TrainingDevice device) {
    this(
        group.task(),
        new LayeredArchitecture(Network.of(group.model(), group.task())),
        local,
        device);
  }

  /**
   * A learner of a group whose model is a TorchScript program, with this node's copy of it.
   *
   * @throws IllegalArgumentException as the constructor, or if it is another program
   * @throws InvalidTorchScriptException if the program does not fit the group's task
   */
  public static DjlLearner of(
      GroupSpec group, LocalExamples local, TrainingDevice device, TorchScript script) {
    if (!script.model().equals(group.model())) {
      throw new IllegalArgumentException(
          "model: %s (expected: %s)".formatted(script.model().text(), group.model().text()));
    }
    script.requireFits(group.task(), device);
    return new DjlLearner(
        group.task(), new ScriptedArchitecture(script, group.task()), local, device);
  }

  private DjlLearner(
      TaskSpec task, Architecture architecture, LocalExamples local, TrainingDevice device) {
    this.task = task;
    this.architecture = architecture;
    this.objective = Objective.of(task.kind());
    this.layout = architecture.layout();
    this.local = requireNonNull(local, "local");
    this.targets = Targets.of(local.labels(), task);
    this.device = requireNonNull(device, "device");
    this.memory = new HostBatch(targets, architecture.inputs(), 0);
    if (local.train().inputs() != architecture.inputs()) {
      throw new IllegalArgumentException(
          "inputs: %d (expected: %d, for shape %s)"
              .formatted(local.train().inputs(), architecture.inputs(), task.inputShape()));
    }
  }

  @Override
  public Offer offer() {
    TaskSpec offered =
        new TaskSpec(task.kind(), task.inputShape(), local.labels(), task.metric(), task.schema());
    return new Offer(offered, layout, local.train().size(), local.holdout().size());
  }

  @Override
  public Payload initial(long seed) {
    return Payload.ofModel(architecture.initial(seed));
  }

  @Override
  public LocalUpdate learn(Assignment work, Cancellation stop) {
    Tensors head = parameters(work.head());
    Examples train = local.train();
    int batchSize = Math.min(work.plan().batchSize(), train.size());
    try (NDManager manager = device.newManager()) {
      TrainingRun run = new TrainingRun(manager, model(manager, head), work);
      LocalEpochs.Trained end =
          epochs(work)
              .of(
                  run,
                  each ->
                      epoch(run, ExampleOrder.shuffled(train.size(), work, each), batchSize, stop),
                  model -> evaluate(Payload.ofModel(model), Split.HOLDOUT).loss());
      Payload delta = Payload.ofModel(end.model().minus(head));
      LocalUpdate trained = new LocalUpdate(delta, train.size(), end.loss(), end.steps());
      return ControlVariates.of(work).map(each -> each.completed(trained)).orElse(trained);
    }
  }

  /** A node that holds nothing out trains to the end. */
  private LocalEpochs epochs(Assignment work) {
    return new LocalEpochs(
        work.plan().localEpochs(), local.holdout().size() == 0 ? null : work.plan().patience());
  }

  /** Mean loss per example over the epoch. */
  private double epoch(TrainingRun run, ExampleOrder order, int batchSize, Cancellation stop) {
    HostBatch batch = batch(batchSize);
    double lossSum = 0;
    for (int from = 0; from < order.size(); from += batchSize) {
      if (stop.isRequested()) {
        throw new CancelledException("training after " + run.steps() + " steps");
      }
      batch.fill(local.train(), order, from, Math.min(batchSize, order.size() - from));
      lossSum += (double) run.step(batch) * batch.size();
    }
    run.endEpoch();
    return lossSum / order.size();
  }

  @Override
  public Evaluation evaluate(Payload head, Split split) {
    Scores scores = Scores.of(task);
    forward(
        head,
        split,
        (outputs, batch) -> {
          for (int row = 0; row < batch.size(); row++) {
            scores.add(outputs, row, batch.target(row));
          }
        });
    return scores.evaluation();
  }

  /**
   * What the head answers to each example of a split, in their order: row-major [examples, outputs
   * of the task], logits of the classes or numbers.
   *
   * @throws IllegalArgumentException if the split has no examples
   */
  public float[] outputs(Payload head, Split split) {
    FloatBuffer all =
        FloatBuffer.allocate(Math.multiplyExact(local.in(split).size(), task.outputs()));
    forward(head, split, (outputs, batch) -> all.put(outputs));
    return all.array();
  }

  private interface Answered {
    void by(float[] outputs, HostBatch batch);
  }

  private void forward(Payload head, Split split, Answered answered) {
    Tensors values = parameters(head);
    Examples examples = local.in(split);
    ExampleOrder order = ExampleOrder.unshuffled(examples.size());
    HostBatch batch = batch(Math.min(EVALUATION_BATCH, examples.size()));
    try (NDManager manager = device.newManager()) {
      DeviceModel model = model(manager, values);
      for (int from = 0; from < order.size(); from += EVALUATION_BATCH) {
        batch.fill(examples, order, from, Math.min(EVALUATION_BATCH, order.size() - from));
        try (NDManager step = manager.newSubManager()) {
          answered.by(answers(model.outputs(batch, step), batch.size()), batch);
        }
      }
    }
  }

  private float[] answers(NDArray outputs, int size) {
    float[] answers = new float[size * task.outputs()];
    outputs.toByteBuffer(true).asFloatBuffer().get(answers);
    return answers;
  }

  private DeviceModel model(NDManager manager, Tensors values) {
    return new DeviceModel(manager, architecture, objective, values);
  }

  /** Memory for at least {@code size} examples. */
  private HostBatch batch(int size) {
    if (memory.capacity() < size) {
      memory = new HostBatch(targets, architecture.inputs(), size);
    }
    return memory;
  }

  private Tensors parameters(Payload head) {
    Tensors model = head.model();
    if (!model.layout().equals(layout)) {
      throw new IllegalArgumentException("head: " + model.layout() + " (expected: " + layout + ")");
    }
    return model;
  }

  /** Nothing native outlives a call. */
  @Override
  public void close() {}
}
