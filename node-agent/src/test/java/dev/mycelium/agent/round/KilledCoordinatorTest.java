package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A coordinator's process, whose clients are virtual, is killed at each {@link Phase} of a round
 * and started again on the same disk in the same epoch (fault catalogue, cases 5 to 7 and 11):
 * every version is committed once, and is the one that an undisturbed process makes, bit for bit.
 */
class KilledCoordinatorTest {
  private static final int VERSION = 2;
  private static final int CLIENTS = 3;

  @TempDir static Path undisturbed;
  @TempDir Path state;
  private static List<Sha256> expected = List.of();

  @BeforeAll
  static void runUndisturbed() throws Exception {
    assertThat(run(undisturbed).code()).isZero();
    expected = shas(undisturbed);
    assertThat(expected).hasSize(MortalGroup.VERSIONS + 1).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}, time {1}")
  @CsvSource({"ANNOUNCED,1", "ACCEPTED,1", "ACCEPTED,3", "AGGREGATED,1", "HELD,1", "COMMITTED,1"})
  void makesEachVersionOnceAndTheSame(Phase phase, int count) throws Exception {
    Run killed = run(state, phase.name(), String.valueOf(VERSION), String.valueOf(count));
    List<Head> before = new FileHeads(state.resolve("heads")).all();

    Run ended = run(state);

    List<Head> heads = new FileHeads(state.resolve("heads")).all();
    assertThat(killed.code()).isEqualTo(MortalGroup.KILLED);
    assertThat(before).hasSize(phase == Phase.COMMITTED ? VERSION + 2 : VERSION + 1);
    assertThat(ended.code()).isZero();
    assertThat(killed.trained() + ended.trained()).isEqualTo(CLIENTS * MortalGroup.VERSIONS);
    assertThat(heads)
        .extracting(Head::version)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(0, MortalGroup.VERSIONS).boxed().toList());
    assertThat(shas(state)).isEqualTo(expected);
  }

  private static List<Sha256> shas(Path directory) {
    return new FileHeads(directory.resolve("heads")).all().stream().map(Head::sha).toList();
  }

  /** How a process ended, and how often one of its clients trained. */
  private record Run(int code, long trained) {}

  private static Run run(Path directory, String... death) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MortalGroup.class.getName(),
                directory.toString()));
    command.addAll(List.of(death));
    Path output = Files.createTempFile(directory, "said", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly().waitFor();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    int code = process.exitValue();
    assertThat(code).as(said).isIn(0, MortalGroup.KILLED);
    return new Run(code, said.lines().filter(line -> line.startsWith("trained")).count());
  }
}
