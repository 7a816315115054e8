package dev.mycelium.agent.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mycelium.agent.outbound.Outbound;
import dev.mycelium.agent.outbound.UnusableCertificatesException;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a registry that is not simply there: a token, certificates, a proxy, and silence. */
class RegistryAccessTest {
  private static final String PASSWORD = "changeit";
  private static final NodeId NODE = new NodeId("node-1");

  @TempDir Path folder;

  @Test
  void showsItsTokenWithEachCall() throws IOException {
    try (ScriptedRegistry registry = new ScriptedRegistry()) {
      RegistryAccess access = access(registry.uri(), "s3cret", Map.of(), null);
      registry.answers(200, "[]");
      HttpDirectory directory = new HttpDirectory(access);

      directory.groups();
      directory.nodes();

      assertThat(registry.authorizations()).containsExactly("Bearer s3cret", "Bearer s3cret");
      assertThat(access.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void goesOverAProxy() throws IOException {
    try (ScriptedRegistry proxy = new ScriptedRegistry()) {
      proxy.answers(200, "[]");
      Map<String, String> environment = Map.of("HTTP_PROXY", proxy.uri().toString());
      URI elsewhere = URI.create("http://registry.invalid:8000");

      assertThat(new HttpDirectory(access(elsewhere, null, environment, null)).groups()).isEmpty();
      assertThat(proxy.requests()).containsExactly("GET /groups");
    }
  }

  @Test
  void believesARegistryWhoseCertificateItWasGiven() throws Exception {
    HttpsServer server = secureServer();
    try {
      URI registry = URI.create("https://localhost:" + server.getAddress().getPort());

      assertThat(new HttpDirectory(access(registry, null, Map.of(), pem())).groups()).isEmpty();
      assertThatThrownBy(() -> new HttpDirectory(access(registry, null, Map.of(), null)).groups())
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("certification path");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysThatAFileHoldsNoCertificate() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");
    URI registry = URI.create("https://localhost:1");

    assertThatThrownBy(() -> new HttpDirectory(access(registry, null, Map.of(), file)))
        .isInstanceOf(UnusableCertificatesException.class)
        .hasMessageContaining("--ca: " + file);
  }

  @Test
  void leavesARegistryAloneThatKeepsFailing() throws IOException {
    try (ScriptedRegistry registry = new ScriptedRegistry()) {
      registry.answers(503, "");
      HttpDirectory directory = new HttpDirectory(registry.uri());
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> directory.beat(NODE, Heartbeat.empty()))
            .hasMessageContaining("503");
      }

      assertThatThrownBy(directory::groups)
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("left alone for a while after 10 of 10 calls failed")
          .hasMessageContaining("503");
      assertThat(registry.requests()).hasSize(10);
      assertThat(directory.circuit().state()).isEqualTo("open");
    }
  }

  @Test
  void doesNotHoldItsOwnMistakesAgainstTheRegistry() throws IOException {
    try (ScriptedRegistry registry = new ScriptedRegistry()) {
      Outbound broken = new Outbound(new NoWayOut(), null);
      HttpDirectory directory = new HttpDirectory(new RegistryAccess(registry.uri(), null, broken));

      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(directory::groups).isInstanceOf(IllegalStateException.class);
      }

      assertThat(directory.circuit().calls()).isZero();
    }
  }

  private static final class NoWayOut extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      throw new IllegalStateException("a mistake of this process");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {}
  }

  private static RegistryAccess access(
      URI registry, @Nullable String token, Map<String, String> environment, @Nullable Path ca) {
    return new RegistryAccess(registry, token, Outbound.of(environment, ca));
  }

  private HttpsServer secureServer() throws Exception {
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(folder.resolve("keys"))) {
      keys.load(content, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'[', ']'});
          exchange.close();
        });
    server.start();
    return server;
  }

  private Path pem() throws Exception {
    keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    return folder.resolve("ca.pem");
  }

  private void keytool(String... what) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(what));
    command.addAll(List.of("-keystore", folder.resolve("keys").toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", "registry"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
