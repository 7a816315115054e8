package example;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LabelMap;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerProvider;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.learning.Offer;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.data.Examples;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Optional;

/**
 * A classifier that answers with the class whose mean input is nearest: a model of its own, one
 * tensor {@code means} [classes, inputs], averaged over the group like any other.
 *
 * <pre>mycelium node start --plugins plugins.jar --learner nearest-mean</pre>
 */
public final class NearestMean implements LearnerProvider {

  @Override
  public String name() {
    return "nearest-mean";
  }

  @Override
  public Optional<ModelSpec> model(TaskSpec task) {
    return Optional.of(ModelLayout.custom(name(), layout(task)));
  }

  private static TensorLayout layout(TaskSpec task) {
    return TensorLayout.of(TensorSpec.of("means", task.outputs(), task.inputs()));
  }

  @Override
  public Learner learner(TaskSpec task, ModelSpec model, LocalExamples local) {
    if (!model.equals(model(task).orElseThrow())) {
      throw new IllegalArgumentException("model: " + model + " (expected: " + model(task) + ")");
    }
    return new Means(task, layout(task), local);
  }

  private record Means(TaskSpec task, TensorLayout layout, LocalExamples local)
      implements Learner {

    @Override
    public Offer offer() {
      return new Offer(task, layout, local.train().size(), local.holdout().size());
    }

    @Override
    public Payload initial(long seed) {
      return Payload.ofModel(Tensors.zeros(layout));
    }

    /** Classes that this node has never seen keep the head's mean. */
    @Override
    public LocalUpdate learn(Assignment work, Cancellation stop) {
      Tensors head = work.head().model();
      int inputs = task.inputs();
      float[] means = values(head);
      double[] sums = new double[means.length];
      int[] counts = new int[task.outputs()];
      LabelMap classes = LabelMap.of(local.labels(), task);
      float[] example = new float[inputs];
      for (int i = 0; i < local.train().size(); i++) {
        local.train().copyInputs(i, example, 0);
        int of = classes.groupIndex(local.train().label(i));
        counts[of]++;
        for (int k = 0; k < inputs; k++) {
          sums[of * inputs + k] += example[k];
        }
      }
      for (int i = 0; i < means.length; i++) {
        means[i] = counts[i / inputs] == 0 ? means[i] : (float) (sums[i] / counts[i / inputs]);
      }
      Tensors trained = Tensors.adopt(layout, means);
      double loss = evaluate(Payload.ofModel(trained), Split.TRAIN).loss();
      return new LocalUpdate(
          Payload.ofModel(trained.minus(head)), local.train().size(), loss, 1);
    }

    /** The loss is the share of wrong answers. */
    @Override
    public Evaluation evaluate(Payload head, Split split) {
      Examples examples = local.in(split);
      LabelMap classes = LabelMap.of(local.labels(), task);
      float[] means = values(head.model());
      float[] example = new float[task.inputs()];
      int right = 0;
      for (int i = 0; i < examples.size(); i++) {
        examples.copyInputs(i, example, 0);
        right += nearest(means, example) == classes.groupIndex(examples.label(i)) ? 1 : 0;
      }
      double accuracy = (double) right / examples.size();
      return new Evaluation(accuracy, 1 - accuracy, examples.size());
    }

    private int nearest(float[] means, float[] example) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int of = 0; of < task.outputs(); of++) {
        double distance = 0;
        for (int k = 0; k < example.length; k++) {
          double off = example[k] - means[of * example.length + k];
          distance += off * off;
        }
        nearest = distance < least ? of : nearest;
        least = Math.min(least, distance);
      }
      return nearest;
    }

    private static float[] values(Tensors tensors) {
      float[] values = new float[tensors.elements()];
      tensors.read(0, values, values.length);
      return values;
    }

    @Override
    public void close() {}
  }
}
