package dev.mycelium.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * How many heartbeats a second the registry answers, each committed and synced (SQLite WAL,
 * synchronous FULL) before its answer, with the callers on the same cores. Not part of the build:
 * {@code ./mvnw -pl registry-service -am test -Dtest=RegistryLoadBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class RegistryLoadBenchmark {
  private static final int NODES = 200;
  private static final int CALLERS = 16;
  private static final int WARM_UP_SECONDS = 30;
  private static final int RUNS = 5;
  private static final int RUN_SECONDS = 5;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger next = new AtomicInteger();

  @Test
  void answersHeartbeats() throws Exception {
    try (RunningRegistry registry = RunningRegistry.on(RunningRegistry.temporaryFile())) {
      List<HttpRequest> beats = beats(registry);
      rate(beats, WARM_UP_SECONDS);
      double[] rates = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        rates[run] = rate(beats, RUN_SECONDS);
      }
      Arrays.sort(rates);
      System.out.printf(
          "heartbeats/s over %d runs of %d s, %d callers, %d nodes in groups of 5,"
              + " synchronous=FULL: median %.0f, min %.0f, max %.0f%n",
          RUNS, RUN_SECONDS, CALLERS, NODES, rates[RUNS / 2], rates[0], rates[RUNS - 1]);
    }
  }

  private static List<HttpRequest> beats(RunningRegistry registry) {
    Story story = new Story(registry);
    List<HttpRequest> beats = new ArrayList<>();
    String group = "";
    for (int i = 0; i < NODES; i++) {
      group = i % 5 == 0 ? story.group(5) : group;
      String node = story.memberOf(group);
      story.offer(node, null);
      beats.add(
          HttpRequest.newBuilder(URI.create(registry.url() + "/nodes/" + node + "/heartbeat"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"round\": 3, \"epoch\": 1}"))
              .build());
    }
    return beats;
  }

  private double rate(List<HttpRequest> beats, int seconds) throws InterruptedException {
    AtomicInteger answered = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; i < CALLERS; i++) {
      callers.submit(
          () -> {
            while (System.nanoTime() < end) {
              HttpRequest beat = beats.get(Math.floorMod(next.getAndIncrement(), beats.size()));
              HttpResponse<Void> reply = http.send(beat, BodyHandlers.discarding());
              answered.addAndGet(reply.statusCode() == 200 ? 1 : 0);
            }
            return null;
          });
    }
    callers.shutdown();
    callers.awaitTermination(seconds + 30L, TimeUnit.SECONDS);
    return answered.get() / ((System.nanoTime() - start) / 1e9);
  }
}
