package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {
  @TempDir Path home;

  @Test
  void picksTheFirstNumberThatNobodyHolds() {
    StateDirectory first = StateDirectory.open(home, null, null);
    try (StateDirectory second = StateDirectory.open(home, null, null)) {
      assertThat(first.path()).isEqualTo(home.resolve("1"));
      assertThat(second.path()).isEqualTo(home.resolve("2"));

      first.close();

      try (StateDirectory again = StateDirectory.open(home, null, null)) {
        assertThat(again.path()).isEqualTo(home.resolve("1"));
      }
    }
  }

  @Test
  void isNamedAfterTheNode() {
    try (StateDirectory state = StateDirectory.open(home, null, "ward-7")) {
      assertThat(state.path()).isEqualTo(home.resolve("ward-7"));
    }
  }

  @Test
  void refusesAFolderThatAnotherAgentHolds() {
    Path told = home.resolve("mine");
    try (StateDirectory held = StateDirectory.open(home, told, null)) {
      assertFails(told, null, ExitCode.STATE_DIRECTORY_IN_USE, held.path().toString());
    }
  }

  @Test
  void refusesAFolderThatIsAFile() throws Exception {
    Path file = Files.createFile(home.resolve("file"));

    assertFails(file, null, ExitCode.STATE_DIRECTORY_UNUSABLE, file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "a/b", ".hidden", "a b"})
  void refusesNamesThatAreNoFolderNames(String name) {
    assertFails(null, name, ExitCode.USAGE, "--name: " + name);
  }

  private void assertFails(Path told, String name, ExitCode code, String naming) {
    assertThatThrownBy(() -> StateDirectory.open(home, told, name))
        .hasMessageContaining(naming)
        .asInstanceOf(type(CommandFailedException.class))
        .returns(code, CommandFailedException::code);
  }
}
