package dev.mycelium.agent.migration;

/** How a threshold is read. */
public enum ThresholdMode {
  /** Points of the metric: 0.05 asks for .85 where the own score is .80. */
  ABSOLUTE {
    @Override
    double bar(double ownScore, double threshold) {
      return ownScore + threshold;
    }
  },
  /** A share of the size of the own score: 0.05 asks for .84 where the own score is .80. */
  RELATIVE {
    @Override
    double bar(double ownScore, double threshold) {
      return ownScore + threshold * Math.abs(ownScore);
    }
  };

  /** What a group must exceed. */
  abstract double bar(double ownScore, double threshold);
}
