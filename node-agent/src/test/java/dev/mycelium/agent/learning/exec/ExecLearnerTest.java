package dev.mycelium.agent.learning.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.CancelledException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.PublicCause;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.wire.group.FederationSpec;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.OptimizerSpec;
import dev.mycelium.wire.group.StrategySpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TrainingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes: the example in docs/examples/exec, and small programs that misbehave. */
class ExecLearnerTest {
  private static final String JAVA =
      '"' + Path.of(System.getProperty("java.home"), "bin", "java").toString() + '"';
  private static final String QUICK = JAVA + " -XX:TieredStopAtLevel=1 -Xshare:auto ";
  private static final Path LINE = Path.of("../docs/examples/exec/Line.java").toAbsolutePath();
  private static final TrainingSpec PLAN =
      new TrainingSpec(new OptimizerSpec.Sgd(0.1, 0), 10, 50, 7);

  /** More than a pipe holds. */
  private static final String LARGE = "x".repeat(1 << 20);

  @TempDir Path folder;

  @Test
  void learnsALineByAProgramOfAnotherHand() {
    try (ExecCommand command = command(QUICK + '"' + LINE + "\" 0")) {
      ExecOffer offer = command.offer(null);
      ExecLearner learner = new ExecLearner(group(offer), offer, command);
      Payload head = learner.initial(1);

      LocalUpdate update = learner.learn(new Assignment(head, PLAN, 1, 0), Cancellation.never());

      Payload trained = Payload.ofModel(head.model().plus(update.delta().model()));
      Evaluation before = learner.evaluate(head, Split.HOLDOUT);
      Evaluation after = learner.evaluate(trained, Split.HOLDOUT);
      assertThat(offer.modelSpec()).isEqualTo(new ModelSpec.Linear());
      assertThat(offer.task().kind()).isEqualTo(TaskKind.REGRESSION);
      assertThat(learner.offer().layout().specs())
          .containsExactly(TensorSpec.of("dense0.weight", 1, 1), TensorSpec.of("dense0.bias", 1));
      assertThat(update.examples()).isEqualTo(40);
      assertThat(update.steps()).isEqualTo(50);
      assertThat(after.loss()).isEqualTo(update.trainLoss(), within(1e-5)).isLessThan(0.1);
      assertThat(after.metric()).isGreaterThan(0.9).isGreaterThan(before.metric());
    }
  }

  @Test
  void leavesNoFilesBehind() throws IOException {
    Set<Path> before = workspaces();
    try (ExecCommand command = command(QUICK + '"' + LINE + "\" 0")) {
      var unused = command.offer(null);
    }
    try (ExecCommand failing = command(QUICK + program("System.exit(3);"))) {
      assertThatThrownBy(() -> failing.offer(null)).isInstanceOf(ExecFailedException.class);
    }

    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> before.containsAll(workspaces()));
  }

  @Test
  void saysWithWhatCodeAndWordsTheCommandFailed() throws IOException {
    String program = program("System.err.println(\"no such table: patients\"); System.exit(3);");

    assertThatThrownBy(() -> command(QUICK + program).offer(null))
        .isInstanceOf(ExecFailedException.class)
        .hasMessage(
            "learner command: offer: exit code 3, last said: no such table: patients"
                + " (expected: exit code 0; all it said is in the log)")
        .extracting(failure -> PublicCause.of((RuntimeException) failure))
        .isEqualTo(
            "learner command: offer failed (expected: exit code 0; all it said is in the log)");
  }

  @Test
  void printsHalfAGigabyteOnOneLineAndThenItsLastWords() throws IOException {
    String program =
        program(
            "byte[] block = new byte[1 << 20]; java.util.Arrays.fill(block, (byte) 'x');"
                + "for (int i = 0; i < 512; i++) { System.out.write(block); }"
                + "System.out.println(); System.out.println(\"that was all\"); System.exit(3);");

    assertThatThrownBy(() -> command(QUICK + program).offer(null))
        .hasMessageContaining("exit code 3, last said: that was all");
  }

  @Test
  void saysThatTheCommandDoesNotExist() {
    assertThatThrownBy(() -> command("no-such-program-here x").offer(null))
        .isInstanceOf(ExecFailedException.class)
        .hasMessageContaining("cannot start \"no-such-program-here\"")
        .hasMessageContaining("expected: a program on the PATH");
  }

  @Test
  void missesAReplyThatWasNotWritten() throws IOException {
    String program = program("System.out.println(\"fine\");");

    assertThatThrownBy(() -> command(QUICK + program).offer(null))
        .hasMessageStartingWith("learner command: offer: no reply");
  }

  @Test
  void namesTheFieldOfAReplyThatIsWrong() throws IOException {
    String program =
        program(
            "String in = new String(System.in.readAllBytes());"
                + "String file = in.replaceAll(\".*\\\"reply\\\":\\\"([^\\\"]*)\\\".*\", \"$1\");"
                + "java.nio.file.Files.writeString(java.nio.file.Path.of(file),"
                + " \"{\\\"dataset\\\": \\\"x\\\", \\\"train_examples\\\": 1, \\\"holdout_examples\\\": 0}\");");

    assertThatThrownBy(() -> command(QUICK + program).offer(null))
        .hasMessageStartingWith("learner command: offer: reply: task: ");
  }

  /** What a program calls its loss may be anything that it read. */
  @ParameterizedTest
  @ValueSource(strings = {"1e999", "\\\"Jane Doe, 1961\\\""})
  void tellsOthersOnlyTheKindOfALossThatIsNoNumber(String loss) throws IOException {
    String program =
        program(
            "String in = new String(System.in.readAllBytes());"
                + "String file = in.replaceAll(\".*\\\"reply\\\":\\\"([^\\\"]*)\\\".*\", \"$1\");"
                + "java.nio.file.Files.writeString(java.nio.file.Path.of(file),"
                + " \"{\\\"examples\\\": 1, \\\"steps\\\": 1, \\\"train_loss\\\": "
                + loss
                + "}\");");
    ExecOffer offer = new ExecOffer(QuadraticLearner.task(1), "points", "linear", null, 1, 1);
    try (ExecCommand command = command(QUICK + program)) {
      ExecLearner learner = new ExecLearner(group(offer), offer, command);
      Payload head = learner.initial(1);

      assertThatThrownBy(
              () -> learner.learn(new Assignment(head, PLAN, 1, 0), Cancellation.never()))
          .isInstanceOf(ExecFailedException.class)
          .extracting(failure -> PublicCause.of((RuntimeException) failure), STRING)
          .startsWith("learner command: learn failed (expected: ")
          .doesNotContain("NaN", "Infinity", "999", "Jane");
    }
  }

  /** This program knows nothing of FedProx, and would train by plain steps. */
  @Test
  void refusesAnUpdateOfACommandThatDoesNotConfirmWhatTheGroupAsksFor() {
    try (ExecCommand command = command(QUICK + '"' + LINE + "\" 0")) {
      ExecOffer offer = command.offer(null);
      ExecLearner learner = new ExecLearner(group(offer), offer, command);
      StrategySpec prox = new StrategySpec.FedProx(0.5);
      Assignment work = new Assignment(learner.initial(1), PLAN, prox, 1, 0, null);

      assertThatThrownBy(() -> learner.learn(work, Cancellation.never()))
          .isInstanceOf(ExecFailedException.class)
          .hasMessage(
              "learner command: learn: did: [] (expected: [fedprox]: what the group's training"
                  + " asks for, done and named in the reply)");
    }
  }

  @Test
  void endsACommandThatTakesTooLong() throws IOException {
    String program = program("Thread.currentThread().join();");

    assertThatThrownBy(
            () ->
                new ExecCommand(QUICK + program, new ExecLimits(Duration.ofSeconds(1))).offer(null))
        .isInstanceOf(ExecFailedException.class)
        .hasMessage(
            "learner command: offer: no end after PT1S (expected: sooner, or a longer"
                + " --learner-timeout)");
  }

  @Test
  void endsACommandThatNeverReadsALargeRequest() throws IOException {
    String program = program("Thread.sleep(60_000);");
    ExecLimits limits = new ExecLimits(Duration.ofSeconds(1));

    assertThatThrownBy(() -> new ExecCommand(QUICK + program, limits).offer(LARGE))
        .isInstanceOf(ExecFailedException.class)
        .hasMessageContaining("no end after PT1S");
  }

  @Test
  void cancelsACommandThatNeverReadsALargeRequest() throws IOException {
    String program = program("Thread.sleep(60_000);");
    try (ExecCommand command = command(QUICK + program);
        Workspace files = Workspace.open()) {
      Request request = Request.offer(files, LARGE);

      assertThatThrownBy(() -> command.run(request, files, 0, () -> true))
          .isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void tellsTheCommandNoSecretOfTheAgent() throws Exception {
    String program =
        program(
            "System.out.println(new java.util.TreeSet<>(System.getenv().keySet()).stream()"
                + ".filter(name -> name.startsWith(\"MYCELIUM_\")).toList()); System.exit(3);");
    ProcessBuilder agent =
        new ProcessBuilder(
            JAVA.replace("\"", ""),
            "-cp",
            System.getProperty("java.class.path"),
            Offered.class.getName(),
            QUICK + program);
    agent.environment().keySet().removeIf(name -> name.startsWith("MYCELIUM_"));
    agent.environment().put("MYCELIUM_TOKEN", "t");
    agent.environment().put("MYCELIUM_TLS_PASSWORD", "p");
    agent.environment().put("MYCELIUM_SEED", "1");
    Process process = agent.redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).contains("exit code 3, last said: [MYCELIUM_SEED] (");
  }

  /** Asks a command in a process whose environment a test chooses. */
  static final class Offered {
    public static void main(String[] words) {
      var unused = command(words[0]).offer(null);
    }
  }

  @Test
  void endsACommandThatWritesWithoutEnd() throws IOException {
    String program =
        program(
            "String in = new String(System.in.readAllBytes());"
                + "String file = in.replaceAll(\".*\\\"reply\\\":\\\"([^\\\"]*)\\\".*\", \"$1\");"
                + "try (var out = new java.io.FileOutputStream(file)) {"
                + " while (true) { out.write(new byte[1 << 20]); } }");

    assertThatThrownBy(() -> command(QUICK + program).offer(null))
        .isInstanceOf(ExecFailedException.class)
        .hasMessageContaining("wrote over 8,388,608 bytes");
  }

  @Test
  void killsTheCommandAndItsChildrenOnCancellation() throws IOException {
    Path child = folder.resolve("child");
    String program =
        program(
            "Process p = new ProcessBuilder(\"sleep\", \"600\").start();"
                + "java.nio.file.Path file = java.nio.file.Path.of(args[0]);"
                + "java.nio.file.Files.writeString(file.resolveSibling(\"new\"), p.pid() + \"\");"
                + "java.nio.file.Files.move(file.resolveSibling(\"new\"), file);"
                + "p.waitFor();");
    try (ExecCommand command = command(QUICK + program + " \"" + child + '"');
        Workspace files = Workspace.open()) {
      Request request = Request.offer(files, null);

      assertThatThrownBy(() -> command.run(request, files, 0, () -> Files.exists(child)))
          .isInstanceOf(CancelledException.class);
    }

    long pid = Long.parseLong(Files.readString(child));
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> hasEnded(pid));
  }

  /** In a container, nobody may be there to take note of an orphan's end. */
  private static boolean hasEnded(long pid) throws IOException {
    Path state = Path.of("/proc", String.valueOf(pid), "stat");
    return !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
        || (Files.exists(state) && Files.readString(state).contains(") Z "));
  }

  @Test
  void keepsWordsInQuotesTogether() {
    assertThat(CommandLineText.words("python3 \"my script.py\" '' --x=$HOME  'a \"b\"'"))
        .containsExactly("python3", "my script.py", "", "--x=$HOME", "a \"b\"");
    assertThatThrownBy(() -> CommandLineText.words("a \"b"))
        .hasMessage(
            "command: \"a \"b\" (expected: a program and its arguments, every quote closed)");
  }

  private static GroupSpec group(ExecOffer offer) {
    return new GroupSpec(offer.task(), offer.modelSpec(), PLAN, FederationSpec.defaults());
  }

  private static ExecCommand command(String text) {
    return new ExecCommand(text, new ExecLimits(Duration.ofMinutes(2)));
  }

  /** A single-file program with this body. */
  private String program(String body) throws IOException {
    Path file = folder.resolve("Program.java");
    Files.writeString(
        file,
        "final class Program { public static void main(String[] args) throws Exception { "
            + body
            + " } }");
    return '"' + file.toString() + '"';
  }

  /** Other programs on this machine may have some for a while, too. */
  private static Set<Path> workspaces() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("mycelium-learner-"))
          .collect(Collectors.toSet());
    }
  }
}
