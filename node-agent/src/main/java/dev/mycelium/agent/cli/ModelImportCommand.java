package dev.mycelium.agent.cli;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.JoinPolicy;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mycelium model import}. */
@Command(
    name = "import",
    description = {
      "Found a group that goes on from a pulled model.",
      "The model is laid into the state directory of an agent, which brings it to the group "
          + "when it is started; the command says how."
    },
    mixinStandardHelpOptions = true)
final class ModelImportCommand implements Callable<Integer> {
  private static final BlobLimits LIMITS = new BlobLimits(4L << 30, 64L << 30);

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options = new RegistryOptions();

  @Parameters(paramLabel = "FILE", description = "A file of `mycelium model pull`.")
  private Path file = Path.of("");

  @Option(
      names = "--max-capacity",
      paramLabel = "N",
      defaultValue = "5",
      description = "Places in the group (${DEFAULT-VALUE}).")
  private int maxCapacity = 5;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the agent.")
  private @Nullable String name;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "State directory of the agent (default: ~/.mycelium/NAME, else the first free number).")
  private @Nullable Path stateDirectory;

  @SuppressWarnings("NullAway.Init")
  ModelImportCommand() {}

  @Override
  public Integer call() {
    PulledModel model = PulledModel.read(file);
    try (StateDirectory state = StateDirectory.open(MyceliumHome.path(), stateDirectory, name)) {
      BlobStore blobs = BlobStore.open(state.path().resolve("blobs"), LIMITS);
      Sha256 initial = new PayloadBlobs(blobs).put(Payload.ofModel(model.tensors()));
      GroupId group = founded(model, initial);
      spec.commandLine()
          .getOut()
          .printf(
              "group %s goes on from %s; bring it there by starting its agent:%n"
                  + "  mycelium node start --group %s --state-dir %s --registry %s --data SPEC%n",
              group, file, group, state.path(), options.registry);
    }
    return ExitCode.OK.number();
  }

  private GroupId founded(PulledModel model, Sha256 initial) {
    GroupSpec old = model.spec();
    GroupSpec next =
        new GroupSpec(old.task(), old.model(), old.training(), old.federation(), initial);
    String dataset = model.metadata().getOrDefault(PulledModel.DATASET, "imported");
    FoundResult result =
        options
            .directory()
            .found(
                new GroupCreation(
                    next.model().text(),
                    dataset,
                    null,
                    maxCapacity,
                    JoinPolicy.OPEN,
                    next,
                    false,
                    false));
    return result instanceof FoundResult.Founded founded
        ? founded.group()
        : ((FoundResult.Exists) result).group();
  }
}
