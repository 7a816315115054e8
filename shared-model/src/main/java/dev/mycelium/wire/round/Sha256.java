package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import java.util.regex.Pattern;

/** The SHA-256 of a blob, and thereby its address: 64 lower-case hexadecimal digits. */
public record Sha256(@JsonValue String hex) implements Comparable<Sha256> {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Sha256 {
    hex = Expect.present(hex, "sha", "64 lower-case hexadecimal digits");
    if (!SHAPE.matcher(hex).matches()) {
      throw InvalidFieldException.of("sha", '"' + hex + '"', "64 lower-case hexadecimal digits");
    }
  }

  /** The first digits, enough to tell heads apart in a log or a table. */
  public String abbreviated() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Sha256 other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
