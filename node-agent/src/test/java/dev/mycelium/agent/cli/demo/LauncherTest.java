package dev.mycelium.agent.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private static final List<String> WORDS =
      List.of("registry", "--data", "synthetic:digits?partition=iid&shard=0/3", "C:\\my logs");

  @Test
  void quotesForABatchFileWhatCmdWouldTakeApart() {
    assertThat(Launcher.command("C:\\mycelium.cmd", WORDS))
        .containsExactly(
            "C:\\mycelium.cmd",
            "registry",
            "--data",
            "\"synthetic:digits?partition=iid&shard=0/3\"",
            "\"C:\\my logs\"");
  }

  @Test
  void leavesArgumentsOfAShellScriptAlone() {
    assertThat(Launcher.command("/opt/mycelium", WORDS))
        .containsExactly("/opt/mycelium", WORDS.get(0), WORDS.get(1), WORDS.get(2), WORDS.get(3));
  }
}
