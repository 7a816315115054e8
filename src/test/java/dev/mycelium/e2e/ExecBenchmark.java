package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.round.Head;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A script for PyTorch in Python and a member with the built-in engine, half of MNIST each, as
 * processes in one group; heads are measured on {@code t10k}. Not part of the build:
 *
 * <pre>
 *   ./mvnw -q -pl src/test -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=ExecBenchmark -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Drounds=10} is the default, {@code -Dmnist=DIR} where the files lie. Curves go to {@code
 * docs/results}.
 */
class ExecBenchmark {
  private static final int ROUNDS = Integer.getInteger("rounds", 10);
  private static final Path MNIST =
      Programs.ROOT.resolve(System.getProperty("mnist", "../shared/datasets/mnist")).normalize();
  private static final List<String> TRAINING =
      List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte");

  @RegisterExtension static final Network network = new Network();

  @Test
  void aPyTorchScriptBesideAMemberWithTheBuiltInEngine() throws IOException {
    String script =
        "exec:%s '%s' '%s' 1/2"
            .formatted(
                ExecIT.pythonWith("torch", "numpy"),
                Programs.ROOT.resolve("docs/examples/exec/torch_learner.py"),
                unpacked());
    AgentProcess builtIn = start("built-in", 0);
    AgentProcess inPython = startInPython(script, builtIn.groupId());
    AccuracyCurve both = curve("built-in engine and PyTorch script", builtIn, inPython);
    inPython.close();
    builtIn.close();

    AgentProcess alone = start("alone", 0);
    AccuracyCurve half = curve("built-in engine alone", alone);

    AccuracyCurve.write(Programs.ROOT.resolve("docs/results/exec-pytorch.csv"), both, half);
    System.out.println(both.summary(0.95));
    System.out.println(half.summary(0.95));
    assertThat(both.last()).isGreaterThan(half.last());
  }

  private static AgentProcess start(String name, int half) {
    return network.start(
        name, "--data", "idx:%s?name=%s&partition=iid&shard=%d/2".formatted(MNIST, name, half));
  }

  /** Brings its own data and model. */
  private static AgentProcess startInPython(String script, String group) {
    return network.startPlain(
        "in-python",
        Network.home(),
        "node",
        "start",
        "--json",
        "--port",
        "0",
        "--registry",
        network.registry().uri().toString(),
        "--state-dir",
        network.directory().resolve("in-python").toString(),
        "--learner",
        script,
        "--group",
        group);
  }

  private static AccuracyCurve curve(String name, AgentProcess... agents) {
    String group = agents[0].groupId();
    GroupSpec spec = network.client().group(group).spec();
    AccuracyCurve curve = new AccuracyCurve(name);
    try (HeadGauge gauge = HeadGauge.onTestFiles(spec, "idx:" + MNIST)) {
      for (long version = 0; version <= ROUNDS; version++) {
        Head head = network.awaitHead(group, version);
        gauge
            .accuracy(head.sha(), List.of(agents))
            .ifPresent(accuracy -> curve.add(head, accuracy));
      }
    }
    return curve;
  }

  /** Where the script finds what it reads: beside the processes' files, never in the sources. */
  private static Path unpacked() throws IOException {
    Path folder = Files.createDirectories(network.directory().resolve("mnist"));
    for (String name : TRAINING) {
      try (InputStream packed =
          new GZIPInputStream(Files.newInputStream(MNIST.resolve(name + ".gz")))) {
        Files.copy(packed, folder.resolve(name));
      }
    }
    return folder;
  }
}
