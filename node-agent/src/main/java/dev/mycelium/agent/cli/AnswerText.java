package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TargetScale;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model's outputs as the cells of a CSV file (RFC 4180, with a dot as decimal point). */
record AnswerText(TaskSpec task) {

  String head() {
    return task.kind() == TaskKind.REGRESSION
        ? "example,prediction"
        : task.labels().stream()
            .map(label -> quoted("p_" + label))
            .collect(Collectors.joining(",", "example,prediction,", ""));
  }

  /**
   * The cells after the example's number.
   *
   * @param outputs row-major [examples, outputs of the task]
   */
  String row(float[] outputs, int row) {
    return switch (task.kind()) {
      case REGRESSION -> String.valueOf(decoded(outputs[row]));
      case CLASSIFICATION -> classes(outputs, row * task.outputs());
    };
  }

  /** In the data's own units. */
  private double decoded(double answer) {
    TableSchema schema = task.schema();
    TargetScale scale = schema == null ? null : schema.target();
    return scale == null ? answer : scale.decoded(answer);
  }

  /** p_k = exp(z_k - max z) / sum_j exp(z_j - max z). */
  private String classes(float[] logits, int from) {
    int best = from;
    for (int i = from; i < from + task.outputs(); i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    double sum = 0;
    for (int i = from; i < from + task.outputs(); i++) {
      sum += Math.exp(logits[i] - (double) logits[best]);
    }
    StringBuilder cells = new StringBuilder(quoted(task.labels().get(best - from)));
    for (int i = from; i < from + task.outputs(); i++) {
      double probability = Math.exp(logits[i] - (double) logits[best]) / sum;
      cells.append(String.format(Locale.ROOT, ",%.6f", probability));
    }
    return cells.toString();
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
