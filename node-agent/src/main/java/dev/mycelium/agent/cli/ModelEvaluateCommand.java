package dev.mycelium.agent.cli;

import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.learning.djl.DjlLearner;
import dev.mycelium.agent.tensor.Payload;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium model evaluate}. */
@Command(
    name = "evaluate",
    description = "Score a pulled model on data of yours.",
    mixinStandardHelpOptions = true)
final class ModelEvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TriedModel tried = new TriedModel();

  @Option(names = "--json", description = "The figures as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  ModelEvaluateCommand() {}

  @Override
  public Integer call() {
    PulledModel model = tried.read();
    try (DjlLearner learner = tried.scored(model)) {
      print(
          model.spec().task().metric(),
          learner.evaluate(Payload.ofModel(model.tensors()), Split.TRAIN));
    }
    return ExitCode.OK.number();
  }

  private void print(String metric, Evaluation evaluation) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put(metric, evaluation.metric());
      figures.put("loss", evaluation.loss());
      figures.put("examples", evaluation.examples());
      out.println(JsonMapper.shared().writeValueAsString(figures));
    } else {
      out.printf(
          Locale.ROOT,
          "%s %.4f, loss %.4f, on %,d examples%n",
          metric,
          evaluation.metric(),
          evaluation.loss(),
          evaluation.examples());
    }
    out.flush();
  }
}
