package dev.mycelium.agent.outbound;

import static java.util.Objects.requireNonNull;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way out of this machine.
 *
 * @param proxies which proxy leads to an address
 * @param authorities file of the certificate authorities that are believed; null for those that
 *     Java knows
 */
public record Outbound(ProxySelector proxies, @Nullable Path authorities) {

  public Outbound {
    requireNonNull(proxies, "proxies");
  }

  /** As the environment of this process says. */
  public static Outbound of(Map<String, String> environment, @Nullable Path authorities) {
    return new Outbound(ProxyRules.of(environment), authorities);
  }

  /**
   * A client of HTTP/1.1: the JDK's upgrade to HTTP/2 without TLS hangs on large bodies.
   *
   * @throws UnusableCertificatesException if the authorities can't be read
   */
  public HttpClient client(Duration connectTimeout) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(proxies)
            .connectTimeout(connectTimeout);
    if (authorities != null) {
      client.sslContext(Authorities.read(authorities));
    }
    return client.build();
  }
}
