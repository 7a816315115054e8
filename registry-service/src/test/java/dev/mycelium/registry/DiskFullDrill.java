package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real disk of 6 MB that is filled to the last byte under a running registry, and freed again.
 * Needs Linux and the right to mount in a namespace of its own (root, or user namespaces). Not part
 * of the build: {@code ./mvnw -pl registry-service -am test -Dtest=DiskFullDrill
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class DiskFullDrill {
  private static final String MOUNT = "mount -t tmpfs -o size=6m tmpfs \"$0\" && exec \"$@\"";
  private static final int REFUSALS = 100;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Integer, Integer> answers = new TreeMap<>();

  @TempDir private Path disk;
  @TempDir private Path copy;

  @Test
  void refusesWritesServesReadsAndGoesOnWhenThereIsRoomAgain() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--map-root-user", "sh", "-c", MOUNT, disk.toString()));
    command.addAll(
        RegistryProcess.command(
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
            "--port",
            "0",
            "--database",
            disk.resolve("registry.db").toString()));
    assumeTrue(mayMount(), "nobody may mount here");
    try (RegistryProcess registry = RegistryProcess.started(command, Map.of())) {
      Path inside = Path.of("/proc", String.valueOf(registry.pid()), "root" + disk);
      List<String> kept = new ArrayList<>();
      assertThat(register(registry.url(), kept)).isEqualTo(200);

      fill(inside.resolve("ballast"));
      for (int refused = 0; refused < REFUSALS; ) {
        refused += register(registry.url(), kept) == 200 ? 0 : 1;
        assertThat(get(registry.url() + "/nodes/" + kept.get(0))).isEqualTo(200);
      }
      System.out.println("registrations on the full disk, by status: " + answers);
      Files.delete(inside.resolve("ballast"));

      await().atMost(Duration.ofSeconds(30)).until(() -> register(registry.url(), kept) == 200);
      for (String end : List.of("", "-wal")) {
        Files.copy(inside.resolve("registry.db" + end), copy.resolve("registry.db" + end));
      }
      assertThat(query("pragma integrity_check")).containsExactly("ok");
      assertThat(query("select node_id from nodes")).containsExactlyInAnyOrderElementsOf(kept);
      assertThat(answers.keySet()).isSubsetOf(200, 503, 507);
    }
  }

  private static boolean mayMount() throws IOException, InterruptedException {
    return new ProcessBuilder("unshare", "--mount", "--map-root-user", "true").start().waitFor()
        == 0;
  }

  private static void fill(Path ballast) throws IOException {
    for (int size : List.of(1 << 16, 1 << 12, 1)) {
      try (OutputStream out =
          Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[size]);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
    }
  }

  private int register(String url, List<String> kept) throws IOException, InterruptedException {
    String id = "node-" + answers.values().stream().mapToInt(Integer::intValue).sum();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/nodes/register"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"node_address\": \"h:1\", \"node_id\": \"%s\"}".formatted(id)))
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    answers.merge(status, 1, Integer::sum);
    if (status == 200) {
      kept.add(id);
    }
    return status;
  }

  private int get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private List<String> query(String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(SqliteUrl.reading(copy.resolve("registry.db")));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
