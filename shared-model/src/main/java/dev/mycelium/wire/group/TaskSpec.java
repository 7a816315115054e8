package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a group learns to answer.
 *
 * @param inputShape shape of one example, without the batch; images are [channels, height, width],
 *     tables [width of the schema]
 * @param labels names of the classes in the order of the model's outputs; none for regression
 * @param metric name of the score, always higher-is-better: the one that goes with {@code kind}
 * @param schema how a table is encoded; null for data that is no table, such as images
 */
public record TaskSpec(
    @JsonProperty("kind") TaskKind kind,
    @JsonProperty("input_shape") List<Integer> inputShape,
    @JsonProperty("labels") List<String> labels,
    @JsonProperty("metric") String metric,
    @JsonProperty("schema") @Nullable TableSchema schema) {
  private static final int MOST_INPUTS = 1 << 24;

  public TaskSpec {
    kind = Expect.present(kind, "spec.task.kind", "classification");
    inputShape = List.copyOf(Expect.present(inputShape, "spec.task.input_shape", "[1, 28, 28]"));
    labels = List.copyOf(Expect.present(labels, "spec.task.labels", "a list of class names"));
    metric = Expect.text(metric, "spec.task.metric", 50);
    if (!metric.equals(kind.metric())) {
      throw InvalidFieldException.of("spec.task.metric", '"' + metric + '"', kind.metric());
    }
    Expect.inRange(inputShape.size(), "spec.task.input_shape: dimensions", 1, 8);
    inputs(inputShape);
    switch (kind) {
      case CLASSIFICATION -> Expect.inRange(labels.size(), "spec.task.labels: classes", 2, 100_000);
      case REGRESSION -> Expect.inRange(labels.size(), "spec.task.labels: classes", 0, 0);
    }
    if (new HashSet<>(labels).size() != labels.size()) {
      throw InvalidFieldException.of("spec.task.labels", labels, "no label twice");
    }
    if (schema != null) {
      requireFit(schema, kind, inputShape);
    }
  }

  /** Numbers in one answer: a logit for each class, or the one number of a regression. */
  public int outputs() {
    return switch (kind) {
      case CLASSIFICATION -> labels.size();
      case REGRESSION -> 1;
    };
  }

  /** Numbers in one example. */
  public int inputs() {
    return inputs(inputShape);
  }

  /**
   * Whether a node whose data is described by {@code offered} can learn here: same kind and metric,
   * no label that this task lacks, and inputs that can be made alike. Images must have the same
   * shape. Tables must have the same columns by name and kind; the shape of {@code offered} is not
   * looked at, because it follows from that node's own categories, and here every member encodes by
   * this task's schema.
   */
  public boolean admits(TaskSpec offered) {
    return obstacles(offered).isEmpty();
  }

  /**
   * Why this task does not admit {@code offered}, a short text for each field that does not fit;
   * none if it admits it.
   */
  public List<String> obstacles(TaskSpec offered) {
    List<String> obstacles = new ArrayList<>();
    if (kind != offered.kind) {
      obstacles.add("kind: %s (expected: %s)".formatted(lower(offered.kind), lower(kind)));
    }
    Set<String> known = new HashSet<>(labels);
    List<String> unknown = offered.labels.stream().filter(label -> !known.contains(label)).toList();
    if (!unknown.isEmpty()) {
      obstacles.add("labels: %s (expected: only %s)".formatted(Some.of(unknown), Some.of(labels)));
    }
    if (schema != null && offered.schema != null) {
      obstacles.addAll(schema.obstacles(offered.schema));
    } else if (schema != offered.schema || !inputShape.equals(offered.inputShape)) {
      obstacles.add("inputs: %s (expected: %s)".formatted(offered.described(), described()));
    }
    return obstacles;
  }

  private static String lower(TaskKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private String described() {
    return schema == null ? inputShape.toString() : "a table";
  }

  private static void requireFit(TableSchema schema, TaskKind kind, List<Integer> shape) {
    if (!shape.equals(List.of(schema.width()))) {
      throw InvalidFieldException.of(
          "spec.task.input_shape", shape, "[" + schema.width() + "], the width of the schema");
    }
    if ((kind == TaskKind.REGRESSION) != (schema.target() != null)) {
      throw InvalidFieldException.of(
          "spec.task.schema.target",
          String.valueOf(schema.target()),
          kind == TaskKind.REGRESSION ? "mean and scale" : "null, since there are labels");
    }
  }

  private static int inputs(List<Integer> shape) {
    long product = 1;
    for (int size : shape) {
      product *= Expect.inRange(size, "spec.task.input_shape", 1, MOST_INPUTS);
      if (product > MOST_INPUTS) {
        throw InvalidFieldException.of(
            "spec.task.input_shape", shape, "at most " + MOST_INPUTS + " numbers in all");
      }
    }
    return (int) product;
  }
}
