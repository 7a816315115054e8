package dev.mycelium.agent.learning.djl;

import dev.mycelium.agent.tensor.Tensors;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of one call: all of them, or with patience until the loss on the hold-out was not
 * lower than ever before for so many epochs in a row (Prechelt 1998, "Early Stopping - But When?",
 * criterion UP on epochs); then the best epoch's parameters and steps are what was trained.
 *
 * @param most epochs
 * @param patience null to run them all
 */
record LocalEpochs(int most, @Nullable Integer patience) {

  /**
   * What was trained.
   *
   * @param loss mean loss per example over that epoch
   * @param steps optimizer steps up to its end
   */
  record Trained(Tensors model, double loss, long steps) {}

  /**
   * @param epoch trains one, from 0, and gives its loss
   * @param holdout loss of parameters on the hold-out; finite
   */
  Trained of(TrainingRun run, IntToDoubleFunction epoch, ToDoubleFunction<Tensors> holdout) {
    if (patience == null) {
      return plain(run, epoch);
    }
    Trained best = trained(run, epoch.applyAsDouble(0));
    double least = holdout.applyAsDouble(best.model());
    int without = 0;
    for (int number = 1; number < most && without < patience; number++) {
      Trained next = trained(run, epoch.applyAsDouble(number));
      double loss = holdout.applyAsDouble(next.model());
      without = loss < least ? 0 : without + 1;
      if (loss < least) {
        best = next;
        least = loss;
      }
    }
    return best;
  }

  private Trained plain(TrainingRun run, IntToDoubleFunction epoch) {
    double loss = 0;
    for (int number = 0; number < most; number++) {
      loss = epoch.applyAsDouble(number);
    }
    return trained(run, loss);
  }

  private static Trained trained(TrainingRun run, double loss) {
    return new Trained(run.trained(), loss, run.steps());
  }
}
