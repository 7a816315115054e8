package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The checked-in catalogue of errors equals the one that the code makes, but for the registry's
 * exit codes at its end. To write it anew: as for {@link ConfigurationReferenceTest}.
 */
class ErrorCatalogueTest {
  private static final Path FILE = Path.of("..", "docs", "errors.md");
  private static final String HEAD =
      """
      # Errors

      The tables are made from the code; `ErrorCatalogueTest` keeps them so, and `ExitCodeCatalogueTest` of the registry the last one.

      ## Answers over HTTP

      Every refusal of a registry or an agent is a problem document (RFC 9457): `type` is stable, `detail` says what was wrong,
      with the value and what was expected.

      | `type` (urn:mycelium:problem:...) | status | cause | cure |
      |---|---|---|---|
      """;
  private static final String EXIT_CODES =
      """

      ## Exit codes of `mycelium`

      | code | cause | cure |
      |---|---|---|
      """;

  /** Where the registry's table begins, which its own test makes. */
  private static final String REGISTRY = "\n## Exit codes of `mycelium registry`\n";

  @Test
  void equalsTheCheckedInCatalogue() throws IOException {
    String made = HEAD + problems() + EXIT_CODES + exitCodes() + REGISTRY;
    if (Boolean.getBoolean("mycelium.docs.write")) {
      Files.writeString(FILE, made + page().substring(end()));
    }

    assertThat(page().substring(0, end())).isEqualTo(made);
  }

  @Test
  void sixtyToSixtyNineAreLeftToTheRegistry() {
    assertThat(ExitCode.values()).noneMatch(code -> code.number() / 10 == 6);
    assertThat(Stream.of(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
  }

  private static String page() throws IOException {
    return Files.readString(FILE);
  }

  private static int end() throws IOException {
    return page().indexOf(REGISTRY) + REGISTRY.length();
  }

  private static String problems() {
    return Stream.of(ProblemType.values())
        .map(
            type ->
                "| `%s` | %d | %s | %s |%n"
                    .formatted(type.slug(), type.status(), type.title(), type.advice()))
        .collect(Collectors.joining());
  }

  private static String exitCodes() {
    return Stream.of(ExitCode.values())
        .map(code -> "| %d | %s | %s |%n".formatted(code.number(), code.meaning(), code.remedy()))
        .collect(Collectors.joining());
  }
}
