package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.AggregatorProvider;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.learning.ArrayExamples;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerProvider;
import dev.mycelium.agent.learning.LocalExamples;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.agent.migration.MigrationDecision;
import dev.mycelium.agent.migration.SelectionView;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.group.TrainingSpec;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/examples/plugin, compiled into a jar and used. */
class PluginsTest {
  private static final Path EXAMPLE = Path.of("../docs/examples/plugin");
  private static final TensorLayout LAYOUT = TensorLayout.of(TensorSpec.of("w", 2));
  private static final List<String> LABELS = List.of("a", "b", "c");
  private static final TaskSpec TASK =
      new TaskSpec(TaskKind.CLASSIFICATION, List.of(4), LABELS, "accuracy", null);

  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    try (Stream<Path> sources = Files.list(EXAMPLE)) {
      compile(sources.filter(file -> file.toString().endsWith(".java")).toList(), classes);
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("plugins.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      pack(classes, classes, jar);
      pack(EXAMPLE, EXAMPLE.resolve("META-INF"), jar);
    }
  }

  private static void compile(List<Path> java, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(compiled).isTrue();
    }
  }

  private static void pack(Path root, Path part, JarOutputStream jar) throws IOException {
    try (Stream<Path> files = Files.walk(part)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
  }

  @Test
  void aggregatesByTheRuleOfThePlugin() {
    try (Plugins plugins = Plugins.in(List.of(folder.resolve("plugins.jar")))) {
      Payload head = payload(10, 10);
      Cohort cohort =
          Cohort.of(contribution("a", 1, 2), contribution("b", 2, 1), contribution("c", 900, 3));

      Aggregation aggregation =
          plugins.aggregator(new StrategySpec.Plugin("median")).aggregate(head, cohort);

      assertThat(aggregation).isEqualTo(new Aggregation.Aggregated(payload(12, 12), 3, 3));
      assertThat(plugins.aggregator(new StrategySpec.FedAvg())).isInstanceOf(FedAvg.class);
    }
  }

  @Test
  void decidesByTheSelectorOfThePlugin() {
    try (Plugins plugins = Plugins.in(List.of(folder))) {
      SelectionView view =
          new SelectionView(
              new GroupId("here"), 0.1, List.of(), new Candidates(TASK, "points", null));

      assertThat(plugins.selector("stay-put").decide(view))
          .isInstanceOf(MigrationDecision.Stay.class);
    }
  }

  @Test
  void learnsByTheLearnerOfThePlugin() {
    try (Plugins plugins = Plugins.in(List.of(folder))) {
      ArrayExamples examples = ArrayExamples.blobs(60, 4, 3, 5);
      LearnerProvider provider = plugins.learner("nearest-mean");
      LocalExamples local = new LocalExamples(examples, examples, LABELS);
      TrainingSpec plan = new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 1, 1);
      try (Learner learner = provider.learner(TASK, provider.model(TASK).orElseThrow(), local)) {
        Payload head = learner.initial(1);

        var update = learner.learn(new Assignment(head, plan, 1, 0), Cancellation.never());

        Payload trained = Payload.ofModel(head.model().plus(update.delta().model()));
        assertThat(learner.evaluate(trained, Split.HOLDOUT).metric()).isGreaterThan(0.9);
        assertThat(learner.evaluate(head, Split.HOLDOUT).metric()).isLessThan(0.5);
      }
    }
  }

  /** Else the agent starts without what its user gave it, and says nothing. */
  @Test
  void refusesAFileThatIsNoJar(@TempDir Path other) throws IOException {
    Path file = Files.writeString(other.resolve("data.jar"), "age,pressure\n");

    for (Path place : List.of(file, other)) {
      assertThatThrownBy(() -> Plugins.in(List.of(place)))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("--plugins: " + file + ": ")
          .hasMessageEndingWith(" (expected: a jar)");
    }
  }

  @Test
  void namesWhatThereIsWhereNothingMatches() {
    try (Plugins plugins = Plugins.in(List.of(folder))) {
      assertThatThrownBy(() -> plugins.aggregator(new StrategySpec.Plugin("krum")))
          .isInstanceOf(CommandFailedException.class)
          .hasMessage(
              "--aggregator: krum is brought by 0 plug-ins (expected: 1; --plugins brings: median)");
    }
  }

  /** Else it loads, coordinates, and ends in its first round. */
  @Test
  void refusesAnAggregatorThatWasBuiltForAnOlderRelease(@TempDir Path old) throws IOException {
    String rule =
        """
        package dev.mycelium.agent.aggregation;
        public interface Aggregator {
          Admission admits(CohortSize size);
          Aggregation aggregate(dev.mycelium.agent.tensor.Payload head, Cohort cohort);
        }
        """;

    assertThatThrownBy(() -> aggregatorBuiltAgainst("Aggregator", rule, old))
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            refused -> assertThat(refused.code()).isEqualTo(ExitCode.PLUGIN_INVALID))
        .hasMessage(
            "--aggregator: older.Older was built for an older release of the agent"
                + " (expected: candidate(PayloadValues, Cohort))");
  }

  @Test
  void refusesAnAggregatorWhoseProviderCannotBeAsked(@TempDir Path old) throws IOException {
    String provider =
        """
        package dev.mycelium.agent.aggregation;
        public interface AggregatorProvider { Aggregator aggregator(); }
        """;

    assertThatThrownBy(() -> aggregatorBuiltAgainst("AggregatorProvider", provider, old))
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            refused -> assertThat(refused.code()).isEqualTo(ExitCode.PLUGIN_INVALID))
        .hasMessageStartingWith("--aggregator: built for another release of the agent: ")
        .hasMessageContaining("AbstractMethodError")
        .hasMessageContaining("name()");
  }

  @Test
  void foundsWithOneStrategyOnly() {
    try (Plugins plugins = Plugins.in(List.of(folder))) {
      FederationOptions federation = new FederationOptions();
      PluginOptions options = new PluginOptions();
      federation.strategy = "mean";
      assertThat(options.strategy(federation, plugins)).isEqualTo(new StrategySpec.Mean());

      options.aggregator = "median";

      assertThatThrownBy(() -> options.strategy(federation, plugins))
          .isInstanceOf(CommandFailedException.class)
          .hasMessage("--strategy: mean with --aggregator median (expected: one of them)");
    }
  }

  @Test
  void saysThatAFolderHoldsNoJar() {
    Path empty = folder.resolve("classes");

    assertThatThrownBy(() -> Plugins.in(List.of(empty)))
        .hasMessage("--plugins: " + empty + " holds no jar (expected: one)");
  }

  /** Of a jar whose author had another version of one type on the class path. */
  private static Aggregator aggregatorBuiltAgainst(String type, String source, Path place)
      throws IOException {
    Path classes = Files.createDirectory(place.resolve("classes"));
    Path other = Files.writeString(place.resolve(type + ".java"), source);
    Path plugin = Files.writeString(place.resolve("Older.java"), older(type));
    compile(List.of(other, plugin), classes);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(AggregatorProvider.class.getName()), "older.Older\n");
    Path jar = place.resolve("older.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      pack(classes, classes.resolve("older"), out);
      pack(classes, services, out);
    }
    try (Plugins plugins = Plugins.in(List.of(jar))) {
      return plugins.aggregator(new StrategySpec.Plugin("older"));
    }
  }

  /** Has what {@code type} asked for then, and nothing that it asks for since. */
  private static String older(String type) {
    String members =
        type.equals("Aggregator")
            ? """
              public String name() { return "older"; }
              public Aggregation aggregate(dev.mycelium.agent.tensor.Payload head, Cohort cohort) {
                return new Aggregation.NonFinite("model/w");
              }
              """
            : """
              public Candidate candidate(
                  dev.mycelium.agent.tensor.PayloadValues head, Cohort cohort) {
                return Candidate.of(java.util.Map.of(), cohort);
              }
              """;
    return """
        package older;
        import dev.mycelium.agent.aggregation.*;
        public final class Older implements AggregatorProvider, Aggregator {
          public Aggregator aggregator() { return this; }
          public Admission admits(CohortSize size) { return new Admission.Admitted(); }
        %s}
        """
        .formatted(members);
  }

  private static Contribution contribution(String node, float... values) {
    return new Contribution(new NodeId(node), payload(values), 1);
  }

  private static Payload payload(float... values) {
    return Payload.ofModel(Tensors.of(LAYOUT, values));
  }
}
