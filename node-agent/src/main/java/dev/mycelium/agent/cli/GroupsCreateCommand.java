package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.JoinPolicy;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium groups create}. */
@Command(
    name = "create",
    description = {
      "Make a group that agents can join.",
      "What it learns is read from data of the kind that its members will have; the data "
          + "itself stays here."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  mycelium groups create --data idx:mnist --model mlp:200,200 --max-capacity 20",
      "  mycelium groups create --data idx:mnist --join-policy invite-only",
      "  mycelium groups create --data 'csv:heart.csv?label=target' --num-rounds 50"
    })
final class GroupsCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @ArgGroup(heading = "%nLearning:%n", exclusive = false, multiplicity = "0..1")
  private LearningOptions learning = new LearningOptions();

  @ArgGroup(heading = "%nRounds:%n", exclusive = false, multiplicity = "0..1")
  private FederationOptions federation = new FederationOptions();

  @Option(
      names = "--max-capacity",
      paramLabel = "N",
      defaultValue = "5",
      description = "Places in the group (${DEFAULT-VALUE}).")
  private int maxCapacity = 5;

  @Option(
      names = "--join-policy",
      paramLabel = "POLICY",
      defaultValue = "open",
      description = "open, or invite-only: who joins needs a code (${DEFAULT-VALUE}).")
  private JoinPolicy joinPolicy = JoinPolicy.OPEN;

  @Option(names = "--json", description = "The new group's id, and its code, as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  GroupsCreateCommand() {}

  @Override
  public Integer call() {
    learning.requireSound();
    requireOfUse();
    LoadedExamples loaded = LoadedExamples.load(learning);
    GroupSpec founded =
        new GroupSpec(
            loaded.task(), learning.modelToFound(), learning.training(), federation.spec());
    GroupCreation creation =
        new GroupCreation(
            founded.model().text(),
            loaded.data().name(),
            null,
            maxCapacity,
            joinPolicy,
            founded,
            false,
            null);
    FoundResult result = registry.directory().found(creation);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        result instanceof FoundResult.Founded made
            ? text(made.group(), made.invitation())
            : text(((FoundResult.Exists) result).group(), null));
    out.flush();
    return ExitCode.OK.number();
  }

  /** With the code of an invite-only group, which nobody can ask for again. */
  private String text(GroupId group, @Nullable String invitation) {
    if (json) {
      Map<String, String> told = new LinkedHashMap<>();
      told.put("group_id", group.value());
      if (invitation != null) {
        told.put("invitation", invitation);
      }
      return JsonMapper.shared().writeValueAsString(told);
    }
    String open =
        "group %s; agents join it with: mycelium node start --group %s".formatted(group, group);
    return invitation == null
        ? open
        : ("%s --invitation %s%nKeep the code, it is told this once;"
                + " `mycelium groups invite %s` makes codes for a number of joins.")
            .formatted(open, invitation, group);
  }

  /**
   * Refuses what would make another group than this command makes, wherever it was said, and what
   * only a node that trains can use, if it was said on the command line: the file and the variables
   * may be a node's, too.
   */
  private void requireOfUse() {
    if (!learning.learner.equals(LearningOptions.BUILT_IN)) {
      throw refused(
          "--learner: " + learning.learner, "djl; `node start` founds a group for another learner");
    }
    if (learning.script().isPresent()) {
      throw refused(
          "--model: " + learning.model, "not here; `node start` founds a group with its weights");
    }
    if (learning.initialWeights != null) {
      throw refused(
          "--initial-weights: " + learning.initialWeights,
          "not here; `node start` founds a group that begins with them, `model import` one that"
              + " goes on from a pulled model");
    }
    for (String option : List.of("--learner-timeout", "--device")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw refused(option + ": nothing is trained here", "with `node start`, which trains");
      }
    }
  }

  private static CommandFailedException refused(String what, String expected) {
    return new CommandFailedException(
        ExitCode.USAGE, "%s (expected: %s)".formatted(what, expected));
  }
}
