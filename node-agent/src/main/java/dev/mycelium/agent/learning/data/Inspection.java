package dev.mycelium.agent.learning.data;

import dev.mycelium.agent.learning.data.ColumnFacts.Count;
import dev.mycelium.wire.group.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a data set is, what is odd about it, and what a node that uses it would tell others. Holds
 * counts and statistics, never an example.
 *
 * @param examples of this node, to train on and held out
 * @param classes examples of each; none in a regression
 * @param columns of a table; none for images. The target of a regression is the last
 * @param duplicates examples that equal an earlier one, answer included
 * @param odd a sentence for each thing that someone should look at
 * @param leaves a sentence for each thing that would leave the node
 */
public record Inspection(
    String name,
    String task,
    List<Integer> inputShape,
    int examples,
    int train,
    int holdout,
    List<Count> classes,
    List<ColumnFacts> columns,
    int duplicates,
    List<String> odd,
    List<String> leaves) {

  /**
   * @param task what a group founded on the data would learn
   */
  public static Inspection of(Dataset data, HoldoutSplit split, TaskSpec task) {
    List<Count> classes = classes(data);
    List<ColumnFacts> columns = columns(data.train());
    int duplicates = duplicates(data.train());
    int size = data.train().size();
    return new Inspection(
        data.name(),
        task.kind().name().toLowerCase(Locale.ROOT),
        task.inputShape(),
        size,
        split.train().size(),
        split.holdout().size(),
        classes,
        columns,
        duplicates,
        new Oddities(size).of(data.notes(), classes, columns, duplicates),
        Disclosure.of(data.name(), split.train().size(), task));
  }

  private static List<Count> classes(Dataset data) {
    int[] counts = new int[data.labels().size()];
    if (counts.length > 0) {
      Arrays.stream(data.train().strata()).forEach(label -> counts[label]++);
    }
    return IntStream.range(0, counts.length)
        .mapToObj(label -> new Count(data.labels().get(label), counts[label]))
        .toList();
  }

  private static List<ColumnFacts> columns(RawExamples examples) {
    if (!(examples instanceof TableExamples table)) {
      return List.of();
    }
    double[] targets = table.targets();
    int[] all = IntStream.range(0, targets.length).toArray();
    return targets.length == 0
        ? table.facts()
        : Stream.concat(
                table.facts().stream(),
                Stream.of(ColumnFacts.OfNumbers.of("(target)", targets, all)))
            .toList();
  }

  private static int duplicates(RawExamples examples) {
    long[] prints = IntStream.range(0, examples.size()).mapToLong(examples::fingerprint).toArray();
    return prints.length - (int) Arrays.stream(prints).distinct().count();
  }

  /** What someone should look at before training. */
  private record Oddities(int size) {
    private static final int FEW = 5;

    List<String> of(
        List<String> notes, List<Count> classes, List<ColumnFacts> columns, int duplicates) {
      List<String> odd = new ArrayList<>(notes);
      classes.stream().filter(c -> c.count() < FEW).map(this::rareClass).forEach(odd::add);
      columns.forEach(column -> odd.addAll(of(column)));
      if (duplicates > 0) {
        odd.add("%,d of %,d examples equal an earlier one".formatted(duplicates, size));
      }
      return odd;
    }

    private String rareClass(Count label) {
      return "class %s has %s"
          .formatted(
              CellText.quoted(label.name()),
              label.count() == 0 ? "no example" : "only " + label.count() + " examples");
    }

    private List<String> of(ColumnFacts column) {
      List<String> odd = new ArrayList<>();
      String name = "column " + CellText.quoted(column.name());
      if (column.missing() == size) {
        odd.add(name + ": every value is missing");
      } else if (column.isConstant()) {
        odd.add(name + ": the same value everywhere");
      }
      if (column.missing() > 0 && column.missing() < size) {
        double share = 100.0 * column.missing() / size;
        odd.add("%s: %,d values (%.1f %%) missing".formatted(name, column.missing(), share));
      }
      if (column instanceof ColumnFacts.OfWords words) {
        long rare = words.categories().stream().filter(c -> c.count() < FEW).count();
        if (rare > 0) {
          odd.add("%s: %,d categories occur fewer than %d times".formatted(name, rare, FEW));
        }
      }
      return odd;
    }
  }
}
