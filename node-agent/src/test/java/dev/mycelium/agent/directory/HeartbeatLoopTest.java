package dev.mycelium.agent.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HeartbeatLoopTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NOT_FOUND = "urn:mycelium:problem:node-not-found";

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final AtomicReference<@Nullable Error> failure = new AtomicReference<>();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(HeartbeatLoop.class);
  private final AppenderBase<ILoggingEvent> listening =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };
  private ScriptedRegistry registry;
  private HeartbeatLoop loop;

  @BeforeEach
  void begin() throws IOException {
    listening.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(listening);
    registry = new ScriptedRegistry();
    Backoff quick =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1));
    loop =
        new HeartbeatLoop(
            new NodeId("node-1"), new HttpDirectory(registry.uri()), new Counting(), quick);
  }

  @AfterEach
  void end() {
    loop.close();
    registry.close();
    logger.detachAppender(listening);
    logger.setLevel(null);
  }

  @Test
  void beatsAtThePaceThatTheRegistrySets() {
    registry
        .answers(200, reply("PT0.001S"))
        .answers(200, reply("PT0.001S"))
        .answers(200, reply("PT5M"));

    loop.start();
    await().atMost(SOON).until(() -> answered.get() == 3);
    loop.close();

    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void beatsAtOnceWhenThereIsNews() {
    registry.answers(200, reply("PT5M"));
    loop.start();
    await().atMost(SOON).until(() -> answered.get() == 1);

    loop.beatNow();

    await().atMost(SOON).until(() -> answered.get() == 2);
  }

  @Test
  void registersAgainWhenItWasForgotten() {
    registry
        .answers(200, reply("PT0.001S"))
        .answers(404, "{\"type\": \"" + NOT_FOUND + "\", \"status\": 404}")
        .answers(200, reply("PT5M"));

    loop.start();

    await().atMost(SOON).until(() -> answered.get() == 2);
    assertThat(forgotten).hasValue(1);
  }

  @Test
  void saysOnceThatTheRegistryIsLostAndOnceThatItIsBack() {
    registry
        .answers(200, reply("PT0.001S"))
        .answers(503, "")
        .answers(503, "")
        .answers(503, "")
        .answers(200, reply("PT0.001S"))
        .answers(200, reply("PT5M"));

    loop.start();
    await().atMost(SOON).until(() -> answered.get() == 3);

    assertThat(logged).hasSize(2);
    assertThat(logged.get(0)).startsWith("WARN registry lost");
    assertThat(logged.get(1)).isEqualTo("INFO registry is back");
  }

  /** Else a node whose interval is short would be thought dead long after the registry is back. */
  @Test
  void asksNoMoreSeldomThanItBeatsWhileTheRegistryIsLost() {
    registry.answers(200, reply("PT0.02S")).answers(503, "");
    Backoff growing =
        new Backoff(Duration.ofMillis(1), Duration.ofHours(1), new SplittableRandom(1));
    try (HeartbeatLoop patient =
        new HeartbeatLoop(
            new NodeId("node-1"), new HttpDirectory(registry.uri()), new Counting(), growing)) {
      patient.start();

      await().atMost(SOON).until(() -> asked.get() > 25);
    }
  }

  @Test
  void beatsOnAfterAnAnswerThatNobodyForesaw() {
    registry.answers(200, "what?").answers(200, reply("PT5M"));

    loop.start();

    await().atMost(SOON).until(() -> answered.get() == 1);
  }

  @Test
  void beatsOnAfterAnErrorAndSaysSo() {
    registry.answers(200, reply("PT0.001S")).answers(200, reply("PT5M"));
    failure.set(new OutOfMemoryError("of this test"));

    loop.start();

    await().atMost(SOON).until(() -> answered.get() == 1);
    assertThat(logged)
        .containsExactly("ERROR heartbeat failed, the next one is tried all the same");
  }

  @Test
  void endsWhileItWaits() {
    registry.answers(200, reply("PT5M"));
    Set<Thread> others = heartbeats();
    loop.start();
    await().atMost(SOON).until(() -> answered.get() == 1);

    loop.close();

    assertThat(others).containsAll(heartbeats());
  }

  private static Set<Thread> heartbeats() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("heartbeat") && thread.isAlive())
        .collect(Collectors.toSet());
  }

  private static String reply(String next) {
    return """
        {"status": "ONLINE", "next_heartbeat": "%s", "lease": "PT15M"}
        """
        .formatted(next);
  }

  private final class Counting implements HeartbeatLoop.Pulse {
    @Override
    public Heartbeat heartbeat() {
      asked.incrementAndGet();
      return Heartbeat.empty();
    }

    @Override
    public void answered(HeartbeatReply reply) {
      Error error = failure.getAndSet(null);
      if (error != null) {
        throw error;
      }
      answered.incrementAndGet();
    }

    @Override
    public void forgotten() {
      forgotten.incrementAndGet();
    }
  }
}
