package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a demo starts ends with it, however it ends. */
class ParentGoneIT {
  private static final String PARENT = "MYCELIUM_PARENT_PID";
  private static final int OK = 0;

  @RegisterExtension static final Network network = new Network();

  @Test
  void anAgentSaysGoodbyeWhenItsParentIsKilled() {
    try (ChildProcess parent = parent("agents-parent");
        AgentProcess agent = agentOf(parent)) {
      String group = agent.groupId();
      assertThat(group).isNotBlank();

      parent.kill();

      assertThat(agent.awaitExit()).as(agent.transcript()).isEqualTo(OK);
      assertThat(agent.events("left")).hasSize(1);
    }
  }

  @Test
  void aRegistryEndsWhenItsParentIsKilled() {
    try (ChildProcess parent = parent("registrys-parent");
        ChildProcess registry = registryOf(parent, "orphan-registry")) {
      Deadline.await("registry ready").until(() -> registry.out().contains("registry ready at"));

      parent.kill();

      assertThat(registry.awaitExit()).as(registry.err()).isEqualTo(OK);
    }
  }

  @Test
  void aRegistryEndsWhenItsParentDiedBeforeItWasUp() {
    try (ChildProcess parent = parent("early-parent")) {
      parent.kill();

      try (ChildProcess registry = registryOf(parent, "late-registry")) {
        assertThat(registry.awaitExit()).as(registry.err()).isEqualTo(OK);
      }
    }
  }

  /** Waits for input that never comes. */
  private static ChildProcess parent(String name) {
    return ChildProcess.start(network.directory().resolve(name), List.of("cat"), Map.of());
  }

  private static AgentProcess agentOf(ChildProcess parent) {
    List<String> command = new ArrayList<>(Programs.agent());
    command.addAll(List.of("node", "start", "--json", "--port", "0", "--model", "mlp:32"));
    command.addAll(List.of("--registry", network.registry().uri().toString()));
    command.addAll(List.of("--state-dir", network.directory().resolve("orphan").toString()));
    command.addAll(List.of("--data", Network.FEW_DIGITS));
    Map<String, String> environment =
        Map.of(
            "OMP_WAIT_POLICY",
            "PASSIVE",
            "MYCELIUM_HOME",
            Network.home().toString(),
            PARENT,
            String.valueOf(parent.pid()));
    return new AgentProcess("orphan", network.directory(), command, environment);
  }

  private static ChildProcess registryOf(ChildProcess parent, String name) {
    Path database = network.directory().resolve(name + ".db");
    List<String> command = new ArrayList<>(Programs.registry());
    command.addAll(List.of("--port", "0", "--database", database.toString()));
    return ChildProcess.start(
        network.directory().resolve(name), command, Map.of(PARENT, String.valueOf(parent.pid())));
  }
}
