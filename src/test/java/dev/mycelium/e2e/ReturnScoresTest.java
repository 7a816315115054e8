package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReturnScoresTest {
  private static final double[] RETURNS = {0.02, -0.01, 0, 0.03};

  @Test
  void givesTheTrainingMeanNothing() {
    double[] mean = {0.01, 0.01, 0.01, 0.01};

    assertThat(ReturnScores.of(mean, RETURNS, 0.01).determination()).isZero();
  }

  @Test
  void comparesSquaredErrorsWithThoseOfTheMean() {
    double[] answers = {0.02, 0.01, 0, 0.01};

    ReturnScores scores = ReturnScores.of(answers, RETURNS, 0.01);

    assertThat(scores.determination()).isCloseTo(1 - 8.0 / 10, within(1e-9));
  }

  @Test
  void countsSignsOfReturnsThatMoved() {
    double[] answers = {0.5, 0.5, 0.5, 0.5};

    assertThat(ReturnScores.of(answers, RETURNS, 0).signs()).isEqualTo(2.0 / 3);
  }

  @Test
  void addsPlacesUp() {
    ReturnScores good = ReturnScores.of(RETURNS, RETURNS, 0);
    ReturnScores poor = ReturnScores.of(new double[] {0, 0, 0, 0}, RETURNS, 0);

    assertThat(good.plus(poor).determination()).isEqualTo(0.5);
    assertThat(good.plus(poor).signs()).isEqualTo(0.5);
  }
}
