package dev.mycelium.wire.signature;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request its signature covers: all that decides what is done. Neither the host, which
 * proxies change, nor the {@code Idempotency-Key}, which changes nothing but the answer's age.
 *
 * @param path as it is sent, percent-encoded
 * @param query as it is sent, without the question mark; null if there is none
 * @param contentDigest of the body; null if there is none
 */
public record CoveredRequest(
    String method, String path, @Nullable String query, @Nullable String contentDigest) {

  public CoveredRequest {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
  }

  public static CoveredRequest of(String method, URI target, byte[] body) {
    String path = target.getRawPath();
    return new CoveredRequest(
        method, path.isEmpty() ? "/" : path, target.getRawQuery(), digest(body));
  }

  /** The digest of a body; null of an empty one. */
  public static @Nullable String digest(byte[] body) {
    return body.length == 0 ? null : ContentDigest.of(body);
  }

  /** The names of all that must be covered. */
  public List<String> components() {
    return List.copyOf(values().keySet());
  }

  boolean isCoveredBy(List<String> names) {
    return names.size() == values().size() && Set.copyOf(names).equals(values().keySet());
  }

  /** What is signed, in the order that {@code input} states. */
  byte[] base(SignatureInput input) {
    Map<String, String> all = values();
    Map<String, String> ordered = new LinkedHashMap<>();
    input
        .components()
        .forEach(name -> ordered.put(name, requireNonNull(all.get(name), "not covered")));
    return SignatureBase.bytes(ordered, input.text());
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("@method", method);
    values.put("@path", path);
    values.put("@query", query == null ? "?" : "?" + query);
    if (contentDigest != null) {
      values.put("content-digest", contentDigest);
    }
    return values;
  }
}
