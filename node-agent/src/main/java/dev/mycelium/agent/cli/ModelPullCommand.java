package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.NamePattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mycelium model pull}. */
@Command(
    name = "pull",
    description = {
      "Fetch a group's model from a member that holds it, and verify it.",
      "It is written as a safetensors file with the group's spec."
    },
    mixinStandardHelpOptions = true)
final class ModelPullCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options = new RegistryOptions();

  @Parameters(
      paramLabel = "GROUP",
      description = "Id of the group, or the beginning of it (see `mycelium groups`).")
  private String group = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "model.safetensors",
      description = "The file to write (${DEFAULT-VALUE}).")
  private Path output = Path.of("model.safetensors");

  @Option(
      names = "--head",
      paramLabel = "WHICH",
      defaultValue = "latest",
      converter = HeadChoice.Converter.class,
      description = {
        "latest; best, the one that members found best, which a group with --rollback-tolerance or",
        "--early-stopping-patience keeps; or final, with which a group rests (${DEFAULT-VALUE})."
      })
  private HeadChoice head = HeadChoice.LATEST;

  @SuppressWarnings("NullAway.Init")
  ModelPullCommand() {}

  @Override
  public Integer call() {
    Directory directory = options.directory();
    GroupId id = named(directory.groups());
    try (HeadDownload download = new HeadDownload(directory, id)) {
      PulledModel model = download.get(head);
      model.writeTo(output);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: version %s of group %s, %,d parameters%s, sha256 %s%n",
              output,
              model.metadata().get(PulledModel.VERSION),
              id,
              model.tensors().elements(),
              missing(model.spec().federation().personal()),
              model.metadata().get(PulledModel.HEAD));
    }
    return ExitCode.OK.number();
  }

  private static String missing(@Nullable List<NamePattern> personal) {
    return personal == null ? "" : " without " + personal + ", which its members keep";
  }

  private GroupId named(List<GroupView> groups) {
    List<GroupView> matching =
        groups.stream().filter(view -> view.groupId().value().startsWith(group)).toList();
    if (matching.size() != 1) {
      throw new CommandFailedException(
          ExitCode.GROUP_UNUSABLE,
          "group: %s matches %d groups (expected: 1; `mycelium groups` lists them)"
              .formatted(group, matching.size()));
    }
    return matching.get(0).groupId();
  }
}
