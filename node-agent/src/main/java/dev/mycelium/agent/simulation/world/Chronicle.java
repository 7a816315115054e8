package dev.mycelium.agent.simulation.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What happened when, a line for each event worth telling: the same for the same seed. */
public final class Chronicle {
  private final VirtualTime time;
  private final List<String> lines = new ArrayList<>();

  Chronicle(VirtualTime time) {
    this.time = time;
  }

  void tell(String who, String what, Object... figures) {
    long micros = time.nanos() / 1000;
    lines.add(
        "%d.%06d %s %s"
            .formatted(
                micros / 1_000_000,
                micros % 1_000_000,
                who,
                figures.length == 0 ? what : String.format(Locale.ROOT, what, figures)));
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The newest lines, at most so many. */
  public String end(int most) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
  }

  /** SHA-256 of all lines, as hex. */
  public String digest() {
    try {
      byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
    }
  }
}
