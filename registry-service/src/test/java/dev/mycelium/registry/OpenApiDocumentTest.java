package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.wire.group.ActivityChange;
import dev.mycelium.wire.group.CapacityChange;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.InvitationRequest;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.performance.MetricUpdate;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The checked-in description equals that of the running service. To write it anew: {@code ./mvnw
 * -pl registry-service -am test -Dtest=OpenApiDocumentTest -Dmycelium.openapi.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OpenApiDocumentTest {
  private static final Path FILE = Path.of("..", "openapi", "registry.yaml");

  private final RunningRegistry registry = RunningRegistry.shared();

  @Test
  void describesTheServiceThatRuns() throws IOException {
    String served = registry.get("/v3/api-docs.yaml").body();
    if (Boolean.getBoolean("mycelium.openapi.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, served);
    }

    assertThat(served).isEqualTo(Files.readString(FILE));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        NodeRegistration.class,
        GroupCreation.class,
        JoinRequest.class,
        Heartbeat.class,
        HeadProposal.class,
        RoundAccount.class,
        MetricUpdate.class,
        ActivityChange.class,
        CapacityChange.class,
        InvitationRequest.class
      })
  void showsExamplesThatTheWireAccepts(Class<?> type) {
    JsonMapper json = JsonMapper.shared();

    Object read = json.convertValue(WireExamples.of(type).orElseThrow(), type);

    assertThat(json.valueToTree(read).propertyNames())
        .containsAll(WireExamples.of(type).orElseThrow().keySet());
  }

  @Test
  void leadsABrowserToTheDescription() {
    Reply reply = registry.get("/");

    assertThat(reply.status()).isEqualTo(302);
    assertThat(registry.get("/docs").status()).isEqualTo(302);
    assertThat(registry.get("/swagger-ui/index.html").body()).contains("swagger-ui");
  }
}
