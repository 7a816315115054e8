package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tells what of a data set others would learn from a node that uses it. */
final class Disclosure {

  private Disclosure() {}

  static List<String> of(String name, int trainExamples, TaskSpec task) {
    List<String> leaves = new ArrayList<>();
    leaves.add(
        "always: the name %s, %,d as the number of training examples, scores, and"
                .formatted(CellText.quoted(name), trainExamples)
            + " after each round what the model learned, to the group's coordinator");
    if (!task.labels().isEmpty()) {
      leaves.add("if it founds a group: the labels " + shortened(task.labels()));
    }
    TableSchema schema = task.schema();
    if (schema != null) {
      leaves.addAll(of(schema));
    }
    return leaves;
  }

  private static List<String> of(TableSchema schema) {
    List<String> leaves = new ArrayList<>();
    List<String> numeric = new ArrayList<>();
    for (ColumnSchema column : schema.columns()) {
      if (column instanceof ColumnSchema.Categorical words) {
        leaves.add(
            "if it founds a group: the %,d categories of column %s: %s"
                .formatted(
                    words.categories().size(),
                    CellText.quoted(words.name()),
                    shortened(words.categories())));
      } else {
        numeric.add(column.name());
      }
    }
    if (!numeric.isEmpty()) {
      leaves.add(
          "if it founds a group: mean and standard deviation of the columns " + shortened(numeric));
    }
    if (schema.target() != null) {
      leaves.add("if it founds a group: mean and standard deviation of the target");
    }
    return leaves;
  }

  private static String shortened(List<String> names) {
    String shown = names.stream().limit(12).collect(Collectors.joining(", "));
    return names.size() <= 12 ? shown : shown + " and " + (names.size() - 12) + " more";
  }
}
