package dev.mycelium.wire.signature;

import static java.util.Objects.requireNonNull;

import dev.mycelium.wire.InvalidFieldException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a signature says about itself: one member of {@code Signature-Input} (RFC 9421, section
 * 4.1), with exactly the parameters {@code created}, {@code nonce}, {@code keyid} and {@code
 * alg="ed25519"}.
 *
 * @param text components and parameters as they are sent and signed
 * @param created when it was signed, in whole seconds
 * @param nonce 1 to 128 visible characters that the signer never uses again
 * @param keyId the node that signed
 */
public record SignatureInput(
    String text, List<String> components, Instant created, String nonce, String keyId) {
  public static final String FIELD = "Signature-Input";
  static final String EXPECTED =
      "label=(\"@method\" \"@path\" \"@query\" \"content-digest\")"
          + ";created=SECONDS;nonce=\"N\";keyid=\"NODE\";alg=\"ed25519\"";

  private static final String ALGORITHM = "ed25519";
  private static final int LONGEST = 1000;
  private static final int LONGEST_NONCE = 128;
  private static final Set<String> PARAMETERS = Set.of("created", "nonce", "keyid", "alg");

  /** Twelve digits of seconds last 30,000 years; a string is visible ASCII and blanks. */
  private static final String VALUE =
      "[0-9]{1,12}+|\"[ !#-\\[\\]-~]*+(?:\\\\[\"\\\\][ !#-\\[\\]-~]*+)*+\"";

  private static final Pattern PARAMETER = Pattern.compile(";([a-z]+)=(" + VALUE + ")");
  private static final Pattern MEMBER =
      Pattern.compile(
          "([a-z][a-z0-9_-]{0,31})=(\\((\"[@a-z-]+\"(?: \"[@a-z-]+\")*+)\\)"
              + "((?:;[a-z]+=(?:"
              + VALUE
              + ")){4}))");

  public SignatureInput {
    requireNonNull(text, "text");
    components = List.copyOf(components);
    requireNonNull(created, "created");
    requireNonNull(nonce, "nonce");
    requireNonNull(keyId, "keyId");
  }

  /** For a request that covers {@code components} and is signed now. */
  static SignatureInput of(List<String> components, Instant created, String nonce, String keyId) {
    String text =
        components.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "(", ")"))
            + ";created=%d;nonce=\"%s\";keyid=\"%s\";alg=\"%s\""
                .formatted(created.getEpochSecond(), escaped(nonce), escaped(keyId), ALGORITHM);
    return new SignatureInput(text, components, created, nonce, keyId);
  }

  static SignatureInput parse(Matcher member) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher each = PARAMETER.matcher(member.group(4));
    while (each.find()) {
      parameters.put(each.group(1), each.group(2));
    }
    if (!parameters.keySet().equals(PARAMETERS)) {
      throw unreadable();
    }
    String nonce = text(parameters, "nonce");
    if (nonce.isBlank()
        || nonce.length() > LONGEST_NONCE
        || !text(parameters, "alg").equals(ALGORITHM)) {
      throw unreadable();
    }
    return new SignatureInput(
        member.group(2),
        Arrays.stream(member.group(3).split(" ")).map(name -> name.replace("\"", "")).toList(),
        seconds(parameters),
        nonce,
        text(parameters, "keyid"));
  }

  /** The one member of the field, with its label in group 1. */
  static Matcher member(String field) {
    Matcher member = MEMBER.matcher(field);
    if (field.length() > LONGEST || !member.matches()) {
      throw unreadable();
    }
    return member;
  }

  private static Instant seconds(Map<String, String> parameters) {
    String digits = requireNonNull(parameters.get("created"));
    if (digits.startsWith("\"")) {
      throw unreadable();
    }
    return Instant.ofEpochSecond(Long.parseLong(digits));
  }

  private static String text(Map<String, String> parameters, String name) {
    String quoted = requireNonNull(parameters.get(name));
    if (!quoted.startsWith("\"")) {
      throw unreadable();
    }
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static InvalidFieldException unreadable() {
    return InvalidFieldException.of(FIELD, "not understood", EXPECTED);
  }
}
