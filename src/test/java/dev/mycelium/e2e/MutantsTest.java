package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code src/test/mutants} breaks is still there, and the tests that are to notice it. That
 * they do notice is shown by {@code src/test/mutants/run}, which takes longer than a build.
 */
class MutantsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path MUTANTS = ROOT.resolve("src/test/mutants");
  private static final Pattern MODULES = Pattern.compile("(?m)^module: (\\S+)$");
  private static final Pattern TEST = Pattern.compile("(?m)^test: (\\w+)#(\\w+)$");
  private static final Pattern CITED = Pattern.compile("mutants? (`[a-z-]+`(?:, `[a-z-]+`)*)");

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("patches")
  void breakTodaysCode(Path patch) throws IOException {
    assumeTrue(isGitThere(), "git: not found on the PATH (expected: there)");
    Path root = ROOT.toRealPath();
    List<String> command = List.of("git", "apply", "--check", patch.toRealPath().toString());
    // Sources unpacked within somebody else's repository are passed over, and nothing is said.
    Map<String, String> alone = Map.of("GIT_CEILING_DIRECTORIES", root.getParent().toString());

    try (ChildProcess git = ChildProcess.startIn(root, folder.resolve("git"), command, alone)) {
      assertThat(git.awaitExit()).as(git.err()).isZero();
      assertThat(git.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("patches")
  void nameTestsThatExist(Path patch) throws IOException {
    String head = Files.readString(patch).split("(?m)^diff --git", 2)[0];
    List<String> modules =
        MODULES
            .matcher(head)
            .results()
            .flatMap(found -> Stream.of(found.group(1).split(",")))
            .toList();

    List<MatchResult> tests = TEST.matcher(head).results().toList();

    assertThat(tests).isNotEmpty();
    for (MatchResult test : tests) {
      assertThat(sources(modules, test.group(1) + ".java"))
          .singleElement()
          .satisfies(
              source ->
                  assertThat(Files.readString(source)).contains("void " + test.group(2) + "("));
    }
  }

  @Test
  void areThereWhereThePageOfFaultsCitesThem() throws IOException {
    List<String> cited =
        CITED
            .matcher(Files.readString(ROOT.resolve("docs/faults.md")))
            .results()
            .flatMap(found -> Stream.of(found.group(1).replace("`", "").split(", ")))
            .toList();

    assertThat(cited).isNotEmpty();
    assertThat(cited).allSatisfy(name -> assertThat(MUTANTS.resolve(name + ".patch")).exists());
  }

  static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(MUTANTS)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
    }
  }

  private static boolean isGitThere() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .map(place -> Path.of(place, "git"))
        .anyMatch(Files::isExecutable);
  }

  private static List<Path> sources(List<String> modules, String file) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        found.addAll(files.filter(each -> each.endsWith(file)).toList());
      }
    }
    return found;
  }
}
