package dev.mycelium.registry;

import dev.mycelium.registry.event.Events;
import dev.mycelium.wire.event.NetworkEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The real service on a free port with a database of its own, spoken to over HTTP. */
public final class RunningRegistry implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--server.port=0",
          "--logging.level.dev.mycelium=WARN",
          "--logging.level.com.networknt=ERROR");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext context;
  private final String url;

  private RunningRegistry(ConfigurableApplicationContext context) {
    this.context = context;
    this.url =
        "http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  /** One for all tests that don't mind each other's nodes and groups; lives as long as the JVM. */
  public static RunningRegistry shared() {
    return Engine.SQLITE.shared();
  }

  /** With the clock of a real start. */
  public static RunningRegistry on(Path file, String... settings) {
    return on(RegistryCommand.application(new SqliteDatabase(file)), settings);
  }

  static RunningRegistry on(Database database) {
    return on(RegistryCommand.application(database));
  }

  /** With whatever a test adds to it. */
  static RunningRegistry on(SpringApplicationBuilder application, String... settings) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    arguments.addAll(List.of(settings));
    return new RunningRegistry(application.run(arguments.toArray(String[]::new)));
  }

  /** With a clock in the test's hand, and leases looked at only when the test says so. */
  public static RunningRegistry on(Path file, Clock clock) {
    return on(new SqliteDatabase(file), clock);
  }

  static RunningRegistry on(Database database, Clock clock) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    arguments.add("--node.expiry.period=60s");
    return new RunningRegistry(
        RegistryCommand.application(database)
            .initializers(
                context ->
                    ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock))
            .run(arguments.toArray(String[]::new)));
  }

  public static Path temporaryFile() {
    try {
      Path folder = Files.createTempDirectory("registry");
      folder.toFile().deleteOnExit();
      return folder.resolve("registry.db");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  public Reply post(String path, String json) {
    return send("POST", path, json);
  }

  public Reply put(String path, String json) {
    return send("PUT", path, json);
  }

  public Reply delete(String path) {
    return send("DELETE", path, null);
  }

  public Reply send(String method, String path, @Nullable String json) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    if (json == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(json));
    }
    return send(request.build());
  }

  public Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (type.contains("json") && !request.method().equals("HEAD")) {
        Contract.REGISTRY.check(
            request.method(), request.uri().getPath(), response.statusCode(), response.body());
      }
      return new Reply(response.statusCode(), type, response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + request.uri(), interrupted);
    }
  }

  public String url() {
    return url;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  /** The object as Spring would call it, with transactions and all. */
  @SuppressWarnings("unchecked")
  <T> T advised(T object) {
    return (T) context.getAutowireCapableBeanFactory().initializeBean(object, "advised");
  }

  /** The log about a node or group, as texts of the form {@code node_joined}. */
  public List<String> events(String id) {
    return log(id).stream().map(NetworkEvent::kind).toList();
  }

  public List<NetworkEvent> log(String id) {
    return bean(Events.class).after(0, Integer.MAX_VALUE).stream()
        .filter(event -> event.subjects().containsValue(id))
        .toList();
  }

  @Override
  public void close() {
    context.close();
  }

  /** Every JSON answer that any test gets is held against the checked-in contract. */
  private static final class Contract {
    static final OpenApiContract REGISTRY =
        OpenApiContract.of(Path.of("..", "openapi", "registry.yaml"));
  }
}
