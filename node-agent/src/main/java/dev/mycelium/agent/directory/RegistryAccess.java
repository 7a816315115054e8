package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.outbound.Outbound;
import dev.mycelium.agent.outbound.ProxyRules;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which registry to ask, and how to get there.
 *
 * @param token shown to the registry with each call and to nobody else, not even in text; null if
 *     the network has none
 */
public record RegistryAccess(URI registry, @Nullable String token, Outbound outbound) {

  public RegistryAccess {
    requireNonNull(registry, "registry");
    requireNonNull(outbound, "outbound");
  }

  /** An open registry that is reached directly. */
  public static RegistryAccess direct(URI registry) {
    return new RegistryAccess(registry, null, new Outbound(ProxyRules.of(Map.of()), null));
  }

  @Override
  public String toString() {
    return registry + (token == null ? "" : " (with a token)");
  }
}
