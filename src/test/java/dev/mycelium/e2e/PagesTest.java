package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages for readers name is there: tests and drills by their names, files by links. */
class PagesTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TEST =
      Pattern.compile("\\b([A-Z][a-z]\\w*(?:Test|IT|Drill|Benchmark))\\b");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");
  private static final List<String> SOURCES =
      List.of("shared-model/src/test", "registry-service/src/test", "node-agent/src/test", "src");
  private static final Set<String> TESTS =
      SOURCES.stream().flatMap(PagesTest::javaFiles).collect(Collectors.toSet());

  @ParameterizedTest
  @MethodSource("pages")
  void namesTestsThatExist(Path page) throws IOException {
    assertThat(found(TEST, page)).isSubsetOf(TESTS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void leadsToFilesThatExist(Path page) throws IOException {
    assertThat(found(LINK, page))
        .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      Stream<String> others = Stream.of("README.md", "CONTRIBUTING.md", "docker/README.md");
      return Stream.concat(
          others.map(ROOT::resolve),
          docs.filter(file -> file.toString().endsWith(".md")).toList().stream());
    }
  }

  private static Set<String> found(Pattern pattern, Path page) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(page));
    return matcher.results().map(result -> result.group(1)).collect(Collectors.toSet());
  }

  private static Stream<String> javaFiles(String folder) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
