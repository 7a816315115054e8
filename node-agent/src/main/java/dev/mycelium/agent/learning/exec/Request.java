package dev.mycelium.agent.learning.exec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TrainingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command reads as one JSON object on its standard input; fields that an operation does
 * not use are left out (docs/exec-learner.md).
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Request(
    @JsonProperty("protocol") int protocol,
    @JsonProperty("operation") String operation,
    @JsonProperty("reply") String reply,
    @JsonProperty("wanted_model") @Nullable String wantedModel,
    @JsonProperty("task") @Nullable TaskSpec task,
    @JsonProperty("model") @Nullable ModelSpec model,
    @JsonProperty("seed") @Nullable Long seed,
    @JsonProperty("plan") @Nullable TrainingSpec plan,
    @JsonProperty("round") @Nullable Long round,
    @JsonProperty("participant") @Nullable Integer participant,
    @JsonProperty("split") @Nullable String split,
    @JsonProperty("strategy") @Nullable StrategySpec strategy,
    @JsonProperty("asks") @Nullable List<String> asks,
    @JsonProperty("correction") @Nullable String correction,
    @JsonProperty("head") @Nullable String head,
    @JsonProperty("output") @Nullable String output) {
  static final int PROTOCOL = 1;

  static Request offer(Workspace files, @Nullable String wantedModel) {
    return new Request(
        PROTOCOL,
        "offer",
        files.reply(),
        wantedModel,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static Request initial(Workspace files, ExecModel about, long seed) {
    return new Request(
        PROTOCOL,
        "initial",
        files.reply(),
        null,
        about.task(),
        about.model(),
        seed,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        files.output());
  }

  /**
   * @param extras of {@code work}
   */
  static Request learn(Workspace files, ExecModel about, Assignment work, Extras extras) {
    return new Request(
        PROTOCOL,
        "learn",
        files.reply(),
        null,
        about.task(),
        about.model(),
        null,
        work.plan(),
        work.round(),
        work.participant(),
        null,
        extras.isNone() ? null : work.strategy(),
        extras.isNone() ? null : extras.names(),
        extras.correction().isPresent() ? files.correction() : null,
        files.head(),
        files.output());
  }

  static Request evaluate(Workspace files, ExecModel about, String split) {
    return new Request(
        PROTOCOL,
        "evaluate",
        files.reply(),
        null,
        about.task(),
        about.model(),
        null,
        null,
        null,
        null,
        split,
        null,
        null,
        null,
        files.head(),
        null);
  }
}
