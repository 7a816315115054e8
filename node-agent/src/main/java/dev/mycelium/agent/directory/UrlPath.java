package dev.mycelium.agent.directory;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One segment of a URL's path, safe for any id that an old client may have chosen. */
final class UrlPath {
  private UrlPath() {}

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
