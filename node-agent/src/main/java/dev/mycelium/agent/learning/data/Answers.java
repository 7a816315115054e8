package dev.mycelium.agent.learning.data;

import dev.mycelium.wire.group.TargetScale;
import dev.mycelium.wire.group.TaskKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a model should answer to each row of a table. Takes over the arrays that it is given. */
sealed interface Answers {

  int rows();

  TaskKind kind();

  /** Index of the class of {@code row}; 0 in a regression. */
  int label(int row);

  /** What a {@link Partition} goes by, for each of {@code rows}. */
  int[] strata(int[] rows);

  /** Mean and standard deviation of {@code rows} in a regression, empty for classes. */
  Optional<TargetScale> scale(int[] rows);

  Answers subset(int[] rows);

  /** The answer to {@code row} as a number to hash. */
  long bits(int row);

  /**
   * Classes of the rows.
   *
   * @param indices of the data set's labels
   */
  record Classes(int[] indices) implements Answers {

    @Override
    public int rows() {
      return indices.length;
    }

    @Override
    public TaskKind kind() {
      return TaskKind.CLASSIFICATION;
    }

    @Override
    public int label(int row) {
      return indices[row];
    }

    @Override
    public int[] strata(int[] rows) {
      return IntStream.of(rows).map(row -> indices[row]).toArray();
    }

    @Override
    public Optional<TargetScale> scale(int[] rows) {
      return Optional.empty();
    }

    @Override
    public Answers subset(int[] rows) {
      return new Classes(strata(rows));
    }

    @Override
    public long bits(int row) {
      return indices[row];
    }
  }

  /** Of rows that nobody has answered: to be predicted, never to learn from or to score on. */
  record Unknown(int rows, TaskKind kind) implements Answers {

    @Override
    public int label(int row) {
      return 0;
    }

    @Override
    public int[] strata(int[] rows) {
      return new int[rows.length];
    }

    @Override
    public Optional<TargetScale> scale(int[] rows) {
      return Optional.empty();
    }

    @Override
    public Answers subset(int[] rows) {
      return new Unknown(rows.length, kind);
    }

    @Override
    public long bits(int row) {
      return 0;
    }
  }

  /**
   * Numbers to predict.
   *
   * @param values finite
   */
  record Numbers(double[] values) implements Answers {
    private static final int STRATA = 10;

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public TaskKind kind() {
      return TaskKind.REGRESSION;
    }

    @Override
    public int label(int row) {
      return 0;
    }

    /** Tenths of the sorted values; equal values lie in the same one. */
    @Override
    public int[] strata(int[] rows) {
      double[] sorted = IntStream.of(rows).mapToDouble(row -> values[row]).sorted().toArray();
      double[] borders =
          IntStream.range(1, STRATA)
              .mapToDouble(k -> sorted[(int) ((long) sorted.length * k / STRATA)])
              .toArray();
      return IntStream.of(rows)
          .map(row -> (int) Arrays.stream(borders).filter(b -> b <= values[row]).count())
          .toArray();
    }

    @Override
    public Optional<TargetScale> scale(int[] rows) {
      Moments moments = Moments.of(values, rows);
      return Optional.of(new TargetScale(moments.mean(), moments.scale()));
    }

    @Override
    public Answers subset(int[] rows) {
      return new Numbers(IntStream.of(rows).mapToDouble(row -> values[row]).toArray());
    }

    @Override
    public long bits(int row) {
      return Double.doubleToLongBits(values[row]);
    }
  }
}
