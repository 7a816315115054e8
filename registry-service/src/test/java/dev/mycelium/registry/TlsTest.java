package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry as an operator puts it on the internet: with a key and a token, both from files. */
class TlsTest {
  private static final String PASSWORD = "changeit-please";
  private static final String TOKEN = "a-token-of-this-network";

  @TempDir private Path folder;
  private Path keystore;

  @BeforeEach
  void makeKey() throws Exception {
    keystore = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "registry",
                    "-keyalg",
                    "EC",
                    "-storetype",
                    "PKCS12",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-keystore",
                    keystore.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @Test
  void servesHttpsToWhoBringsTheTokenAndEndsAsStatedWhenAskedTo() throws Exception {
    try (RegistryProcess registry =
        RegistryProcess.on(
            folder.resolve("registry.db"),
            "--tls-keystore",
            keystore.toString(),
            "--tls-password-file",
            folder.resolve("password").toString(),
            "--token-file",
            folder.resolve("token").toString())) {
      assertThat(registry.url()).startsWith("https://");
      HttpClient http = HttpClient.newBuilder().sslContext(trusting()).build();
      HttpRequest.Builder registration =
          HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/register"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"node_address\": \"h:1\"}"));

      HttpResponse<String> without = http.send(registration.build(), BodyHandlers.ofString());
      HttpResponse<String> with =
          http.send(
              registration.header("Authorization", "Bearer " + TOKEN).build(),
              BodyHandlers.ofString());

      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(with.statusCode()).as(with.body()).isEqualTo(200);
      assertThat(registry.terminate()).isEqualTo(ExitCode.TERMINATED.number());
    }
  }

  private SSLContext trusting() throws Exception {
    KeyStore keys = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("registry", keys.getCertificate("registry"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
