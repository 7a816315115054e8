package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassScoresTest {

  @Test
  void averagesLossAndCountsRightAnswers() {
    ClassScores scores = new ClassScores(2);
    float[] logits = {0, 0, 0, (float) Math.log(3)};

    scores.add(logits, 0, 0);
    scores.add(logits, 1, 0);

    Evaluation evaluation = scores.evaluation();
    assertThat(evaluation.metric()).isEqualTo(0.5);
    assertThat(evaluation.loss()).isEqualTo((Math.log(2) + Math.log(4)) / 2, within(1e-7));
    assertThat(evaluation.examples()).isEqualTo(2);
  }

  @Test
  void staysFiniteForLargeLogits() {
    ClassScores scores = new ClassScores(2);

    scores.add(new float[] {3e38f, 0}, 0, 1);

    assertThat(scores.evaluation().loss()).isEqualTo((double) 3e38f);
  }

  @Test
  void refusesOutputsThatAreNotNumbers() {
    ClassScores scores = new ClassScores(2);

    scores.add(new float[] {0, Float.NaN}, 0, 0);

    assertThatThrownBy(scores::evaluation).isInstanceOf(DivergedException.class);
  }
}
