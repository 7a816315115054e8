package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes in the description are the routes that are served. */
class AgentContractTest {
  @TempDir Path folder;
  private ServedGroup group;

  @BeforeEach
  void begin() {
    group = new ServedGroup(folder, null);
  }

  @AfterEach
  void end() {
    group.close();
  }

  @Test
  void describesTheRoutesThatAreServed() {
    List<String> served =
        AgentServer.served(group.resources).stream()
            .flatMap(resource -> resource.routes().stream())
            .toList();

    assertThat(AgentContract.shared().routes()).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void servesEachRouteAndNoOtherMethodOfItsPath() throws Exception {
    for (String route : AgentContract.shared().routes()) {
      String path = route.split(" ")[1].replaceAll("\\{sha256}", "a".repeat(64));
      String concrete = path.replace("{group_id}", "other").replace("{round}", "1");

      assertThat(ask(route.split(" ")[0], concrete))
          .as(route)
          .doesNotContain("\"detail\":\"" + route.split(" ")[0] + " /");
      assertThat(ask("PATCH", concrete)).as(route).contains("\"detail\":\"PATCH /");
    }
  }

  private String ask(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + group.address() + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.noBody())
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    return AgentContract.shared().check(response).body();
  }
}
