package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The last table of {@code docs/errors.md} equals the one that the exit codes make; the agent's
 * {@code ErrorCatalogueTest} makes the rest. To write it anew: as there, with {@code
 * -Dtest=ExitCodeCatalogueTest} in this module.
 */
class ExitCodeCatalogueTest {
  private static final Path FILE = Path.of("..", "docs", "errors.md");
  private static final String HEADING = "## Exit codes of `mycelium registry`\n";

  @Test
  void equalsTheCheckedInTable() throws IOException {
    String page = Files.readString(FILE);
    int begin = page.indexOf(HEADING);
    String made = HEADING + "\n| code | cause | cure |\n|---|---|---|\n" + rows();
    if (Boolean.getBoolean("mycelium.docs.write")) {
      Files.writeString(FILE, page.substring(0, begin) + made);
    }

    assertThat(Files.readString(FILE).substring(begin)).isEqualTo(made);
  }

  private static String rows() {
    return Stream.of(ExitCode.values())
        .map(code -> "| %d | %s | %s |\n".formatted(code.number(), code.meaning(), code.remedy()))
        .collect(Collectors.joining());
  }
}
