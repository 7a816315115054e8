package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The checked-in reference equals the one that the options make. To write it anew: {@code ./mvnw
 * -pl node-agent -am test -Dtest=ConfigurationReferenceTest -Dmycelium.docs.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConfigurationReferenceTest {
  private static final Path FILE = Path.of("..", "docs", "configuration.md");

  private final CommandSpec nodeStart = Mycelium.nodeStart(Mycelium.commandLine(Map.of()));

  @Test
  void equalsTheCheckedInReference() throws IOException {
    String made = ConfigurationReference.of(nodeStart);
    if (Boolean.getBoolean("mycelium.docs.write")) {
      Files.writeString(FILE, made);
    }

    assertThat(made).isEqualTo(Files.readString(FILE));
  }

  @Test
  void marksNoOptionThatIsNone() {
    assertThat(ConfigurationReference.SPEC_DECIDES)
        .allSatisfy(name -> assertThat(nodeStart.findOption(name)).as(name).isNotNull());
  }
}
