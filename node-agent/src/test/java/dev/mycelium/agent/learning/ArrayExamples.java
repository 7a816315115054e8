package dev.mycelium.agent.learning;

import dev.mycelium.agent.learning.data.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Examples written down in a test. */
public final class ArrayExamples implements Examples {
  private final int inputs;
  private final float[][] rows;
  private final int[] labels;

  public ArrayExamples(int inputs, float[][] rows, int[] labels) {
    this.inputs = inputs;
    this.rows = rows;
    this.labels = labels;
  }

  /**
   * Round clouds of standard deviation 0.3, one per class: class k around 1 at input k mod inputs
   * and 0 elsewhere; classes alternate.
   */
  public static ArrayExamples blobs(int size, int inputs, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[size][inputs];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % classes;
      for (int k = 0; k < inputs; k++) {
        double centre = k == labels[i] % inputs ? 1 : 0;
        rows[i][k] = (float) (centre + 0.3 * bell(random));
      }
    }
    return new ArrayExamples(inputs, rows, labels);
  }

  /** Mean 0 and variance 1: twelve uniforms summed (Irwin and Hall). */
  private static double bell(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  public static ArrayExamples none(int inputs) {
    return new ArrayExamples(inputs, new float[0][], new int[0]);
  }

  /** Examples {@code from} (inclusive) to {@code to} (exclusive). */
  public ArrayExamples part(int from, int to) {
    return new ArrayExamples(
        inputs, Arrays.copyOfRange(rows, from, to), Arrays.copyOfRange(labels, from, to));
  }

  /** Those whose label is among {@code wanted}, in their order. */
  public ArrayExamples ofClasses(Integer... wanted) {
    int[] kept =
        IntStream.range(0, labels.length)
            .filter(i -> List.of(wanted).contains(labels[i]))
            .toArray();
    return new ArrayExamples(
        inputs,
        IntStream.of(kept).mapToObj(i -> rows[i]).toArray(float[][]::new),
        IntStream.of(kept).map(i -> labels[i]).toArray());
  }

  public float[] row(int index) {
    return rows[index].clone();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public void copyInputs(int index, float[] target, int at) {
    System.arraycopy(rows[index], 0, target, at, inputs);
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}
