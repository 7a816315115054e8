package dev.mycelium.agent.cli.demo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * Images that the agents share out; the second half of the agents holds theirs upside down.
 *
 * @param data where the images are, as {@code --data} takes it
 */
public record DigitsScenario(String data, int agents) implements Scenario {
  private static final int TURNED = 180;

  public DigitsScenario {
    requireNonNull(data, "data");
  }

  @Override
  public String introduction() {
    return agents + " agents, two kinds of data (upright, upside down)";
  }

  @Override
  public int firstKind() {
    return agents / 2;
  }

  @Override
  public List<String> options(int agent) {
    String share =
        "%s%spartition=iid&shard=%d/%d&rotate=%d"
            .formatted(
                data,
                data.contains("?") ? "&" : "?",
                agent,
                agents,
                agent < firstKind() ? 0 : TURNED);
    return List.of("--data", share, "--local-epochs", "2");
  }

  @Override
  public double switchThreshold() {
    return 0.05;
  }

  @Override
  public String metric() {
    return "ACCURACY";
  }

  @Override
  public String score(double accuracy) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * accuracy);
  }
}
