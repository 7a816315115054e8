package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Drives every operation of the contract with requests that are right and wrong in every way: no
 * answer may be a 5xx, and every answer must be what the contract promises (checked by {@link
 * RunningRegistry}). More of them: {@code -Dmycelium.fuzz.requests=100000}; others: {@code
 * -Dmycelium.fuzz.seed=N}.
 */
@OnEveryDatabase
class FuzzTest {
  private static final long SEED = Long.getLong("mycelium.fuzz.seed", 20261122);
  private static final int REQUESTS =
      Integer.getInteger("mycelium.fuzz.requests", 1500) / Engine.values().length;

  /** Then a registry with an empty database takes over, or lists grow too long to be checked. */
  private static final int BATCH = 2000;

  /** What an answer never holds: something of the inside. */
  private static final Pattern TELLTALE = Pattern.compile("Exception|\\tat |java\\.|org\\.h2|SQL");

  private final Engine engine;
  private final Fuzz fuzz = Fuzz.of(Path.of("..", "openapi", "registry.yaml"));
  private final List<String> wrong = new ArrayList<>();
  private final Map<Integer, Integer> answers = new TreeMap<>();

  FuzzTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void answersEverythingAsTheContractSays() {
    int index = 0;
    for (; index < Math.min(REQUESTS, BATCH); index++) {
      ask(engine.shared(), index);
    }
    while (index < REQUESTS) {
      fuzz.forget();
      try (RunningRegistry registry = RunningRegistry.on(engine.empty())) {
        for (int end = Math.min(REQUESTS, index + BATCH); index < end; index++) {
          ask(registry, index);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(answers.getOrDefault(200, 0)).as("%s", answers).isGreaterThan(REQUESTS / 10);
    assertThat(answers.getOrDefault(422, 0)).as("%s", answers).isGreaterThan(REQUESTS / 20);
    System.out.printf("%d requests on %s, answers by status: %s%n", REQUESTS, engine, answers);
  }

  private void ask(RunningRegistry registry, int index) {
    HttpRequest request = fuzz.draw(registry.url(), index, new SplittableRandom(SEED + index));
    Reply reply;
    try {
      reply = registry.send(request);
    } catch (RuntimeException | AssertionError failure) {
      wrong.add(said(index, request) + ": " + failure);
      return;
    }
    if (reply.status() >= 500 || TELLTALE.matcher(reply.body()).find()) {
      wrong.add(said(index, request) + ": " + reply);
    }
    answers.merge(reply.status(), 1, Integer::sum);
    fuzz.learn(reply);
  }

  private static String said(int index, HttpRequest request) {
    return "seed %d, request %d, %s %s".formatted(SEED, index, request.method(), request.uri());
  }
}
