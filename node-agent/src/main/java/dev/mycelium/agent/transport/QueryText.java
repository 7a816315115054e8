package dev.mycelium.agent.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A value in a URL's query. */
final class QueryText {
  private QueryText() {}

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
