package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NumberScoresTest {

  /** Targets 3, -0.5, 2, 7 and answers 2.5, 0, 2, 8: the example of scikit-learn's r2_score. */
  @Test
  void scoresTextbookExample() {
    NumberScores scores = new NumberScores();

    addAll(scores, new float[] {2.5f, 0, 2, 8}, 3, -0.5f, 2, 7);

    Evaluation evaluation = scores.evaluation();
    assertThat(evaluation.metric()).isEqualTo(0.9486081370449679, within(1e-12));
    assertThat(evaluation.loss()).isEqualTo(0.375, within(1e-12));
    assertThat(evaluation.examples()).isEqualTo(4);
  }

  @Test
  void givesNothingToAnswerThatIsTheMean() {
    NumberScores scores = new NumberScores();

    addAll(scores, new float[] {2, 2, 2}, 1, 2, 3);

    assertThat(scores.evaluation().metric()).isEqualTo(0);
  }

  @Test
  void keepsDigitsThoughTheMeanIsLarge() {
    NumberScores scores = new NumberScores();

    addAll(scores, new float[] {1e6f, 1e6f + 1, 1e6f + 1}, 1e6f, 1e6f + 1, 1e6f + 2);

    assertThat(scores.evaluation().metric()).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void scoresConstantTargetsByWhetherAnswersAreExact() {
    NumberScores exact = new NumberScores();
    addAll(exact, new float[] {4, 4}, 4, 4);
    NumberScores wrong = new NumberScores();
    addAll(wrong, new float[] {4, 5}, 4, 4);

    assertThat(exact.evaluation().metric()).isEqualTo(1);
    assertThat(wrong.evaluation().metric()).isEqualTo(0);
  }

  @Test
  void refusesOutputsThatAreNotNumbers() {
    NumberScores scores = new NumberScores();

    scores.add(new float[] {Float.NaN}, 0, 1);

    assertThatThrownBy(scores::evaluation).isInstanceOf(DivergedException.class);
  }

  private static void addAll(NumberScores scores, float[] answers, float... targets) {
    for (int row = 0; row < targets.length; row++) {
      scores.add(answers, row, targets[row]);
    }
  }
}
