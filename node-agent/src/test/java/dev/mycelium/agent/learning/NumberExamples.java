package dev.mycelium.agent.learning;

import dev.mycelium.agent.learning.data.Examples;
import java.util.SplittableRandom;

/** Examples of a regression, written down in a test. */
public record NumberExamples(float[][] rows, float[] numbers) implements Examples {

  /** Inputs uniform in [-1, 1); the number is 3 x0 - 2 x1 + 0.5 for the first two of them. */
  public static NumberExamples plane(int size, int inputs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[size][inputs];
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < inputs; k++) {
        rows[i][k] = (float) (2 * random.nextDouble() - 1);
      }
      numbers[i] = 3 * rows[i][0] - 2 * rows[i][1] + 0.5f;
    }
    return new NumberExamples(rows, numbers);
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int inputs() {
    return rows[0].length;
  }

  @Override
  public void copyInputs(int index, float[] target, int at) {
    System.arraycopy(rows[index], 0, target, at, inputs());
  }

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public float target(int index) {
    return numbers[index];
  }
}
