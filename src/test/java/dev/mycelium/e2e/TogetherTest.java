package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.learning.data.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;

class TogetherTest {
  @Test
  void keepsTheNumbersOfARegression() {
    Examples together = new Together(List.of(numbers(0.5f, -1.5f), numbers(2.5f)));

    assertThat(together.size()).isEqualTo(3);
    assertThat(together.target(0)).isEqualTo(0.5f);
    assertThat(together.target(1)).isEqualTo(-1.5f);
    assertThat(together.target(2)).isEqualTo(2.5f);
  }

  private static Examples numbers(float... targets) {
    return new Examples() {
      @Override
      public int size() {
        return targets.length;
      }

      @Override
      public int inputs() {
        return 1;
      }

      @Override
      public void copyInputs(int index, float[] target, int at) {
        target[at] = targets[index];
      }

      @Override
      public int label(int index) {
        return 0;
      }

      @Override
      public float target(int index) {
        return targets[index];
      }
    };
  }
}
