package dev.mycelium.agent.outbound;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to an address, by the variables that other programs read too: {@code
 * HTTPS_PROXY} and {@code HTTP_PROXY} (or in small letters) name a proxy for each scheme, {@code
 * NO_PROXY} lists hosts and domains that are reached directly, {@code *} being all. This machine
 * always is.
 */
public final class ProxyRules extends ProxySelector {
  private static final int USUAL_PORT = 3128;

  private final @Nullable URI forHttp;
  private final @Nullable URI forHttps;
  private final List<String> direct;

  private ProxyRules(@Nullable URI forHttp, @Nullable URI forHttps, List<String> direct) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.direct = List.copyOf(direct);
  }

  /**
   * @throws IllegalArgumentException if a variable does not name a proxy
   */
  public static ProxyRules of(Map<String, String> environment) {
    String direct = value(environment, "NO_PROXY");
    return new ProxyRules(
        proxy(environment, "HTTP_PROXY"),
        proxy(environment, "HTTPS_PROXY"),
        direct == null
            ? List.of()
            : Arrays.stream(direct.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList());
  }

  private static @Nullable URI proxy(Map<String, String> environment, String name) {
    String text = value(environment, name);
    if (text == null) {
      return null;
    }
    try {
      URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
      if ("http".equals(proxy.getScheme())
          && proxy.getHost() != null
          && proxy.getUserInfo() == null) {
        return proxy;
      }
    } catch (IllegalArgumentException unreadable) {
      // Said below; the value may hold a password and is not repeated.
    }
    throw new IllegalArgumentException(
        name + ": not usable (expected: http://HOST:PORT, without a password)");
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String small = environment.get(name.toLowerCase(Locale.ROOT));
    String text = small == null ? environment.get(name) : small;
    return text == null || text.isBlank() ? null : text.strip();
  }

  @Override
  public List<Proxy> select(URI uri) {
    URI proxy = "https".equals(requireNonNull(uri, "uri").getScheme()) ? forHttps : forHttp;
    if (proxy == null || uri.getHost() == null || isDirect(uri)) {
      return List.of(Proxy.NO_PROXY);
    }
    int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
  }

  private boolean isDirect(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return here || direct.stream().anyMatch(entry -> matches(entry, host, uri.getPort()));
  }

  private static boolean matches(String entry, String host, int port) {
    String domain = entry.startsWith(".") ? entry.substring(1) : entry;
    return entry.equals("*")
        || host.equals(domain)
        || host.endsWith("." + domain)
        || entry.equals(host + ":" + port);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
    // The call itself fails and says so.
  }
}
