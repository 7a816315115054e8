package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The checked-in reference equals the one that the code makes. To write it anew: {@code ./mvnw -pl
 * registry-service -am test -Dtest=RegistryConfigurationTest -Dmycelium.docs.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class RegistryConfigurationTest {
  private static final Path FILE = Path.of("..", "docs", "registry-configuration.md");

  @Test
  void equalsTheCheckedInReference() throws IOException {
    String made = RegistryConfiguration.reference();
    if (Boolean.getBoolean("mycelium.docs.write")) {
      Files.writeString(FILE, made);
    }

    assertThat(made).isEqualTo(Files.readString(FILE));
  }
}
