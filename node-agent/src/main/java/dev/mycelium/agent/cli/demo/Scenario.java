package dev.mycelium.agent.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agents of a demo learn from, the agents counted from 0. */
public interface Scenario {

  /** Said before anything starts: what is learned, in one line. */
  String introduction();

  int agents();

  /**
   * How many of the agents, the first ones, have data of one kind; the data of the others are of a
   * second kind, which is learned in a group of its own. All, if there is only one kind.
   */
  int firstKind();

  /** What an agent trains unless the demo was told a model; null for what agents take anyway. */
  default @Nullable String model() {
    return null;
  }

  /**
   * Options of {@code node start}, but for the model, that give an agent its data and its way to
   * learn.
   */
  List<String> options(int agent);

  /** How much better another group must be, so that only agents of the other kind move. */
  double switchThreshold();

  /** Name of the score as a table's heading. */
  String metric();

  /** A score as a person reads it. */
  String score(double metric);
}
