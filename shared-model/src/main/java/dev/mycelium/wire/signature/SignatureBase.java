package dev.mycelium.wire.signature;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The text that is signed in place of a message (RFC 9421, section 2.5). */
final class SignatureBase {
  private SignatureBase() {}

  /**
   * One line for each component, in the order of {@code components}, then the parameters without an
   * end of line.
   *
   * @param components values by name, such as {@code @method}
   * @param parameters as {@code Signature-Input} writes them after the label
   */
  static byte[] bytes(Map<String, String> components, String parameters) {
    StringBuilder base = new StringBuilder();
    components.forEach(
        (name, value) -> base.append('"').append(name).append("\": ").append(value).append('\n'));
    base.append("\"@signature-params\": ").append(parameters);
    return base.toString().getBytes(StandardCharsets.UTF_8);
  }
}
