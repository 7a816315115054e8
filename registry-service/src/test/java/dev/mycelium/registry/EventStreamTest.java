package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mycelium.registry.event.Events;
import dev.mycelium.wire.event.NetworkEvent;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The log as it happens: every event once, in order, however often the reader falls off. */
class EventStreamTest {
  private static final String REGISTRATIONS = "?kind=node_registered";
  private static final long SEED = 20261122;

  private final RunningRegistry registry = RunningRegistry.shared();
  private final Story story = new Story(registry);

  @Test
  void tellsWhatHappensAfterTheReaderCame() {
    try (EventReader reader = EventReader.open(registry, "", null)) {
      reader.block();
      String node = story.memberOf(story.group(2));

      assertThat(List.of(next(reader, node), next(reader, node)))
          .extracting(NetworkEvent::kind)
          .containsExactly("node_registered", "node_joined");
    }
  }

  @Test
  void resumesWhereAReaderThatSawNothingLostItsConnection() {
    String lastId;
    try (EventReader reader = EventReader.open(registry, "", null)) {
      reader.block();
      lastId = reader.lastId();
    }
    String node = story.node();

    try (EventReader reader = EventReader.open(registry, "", lastId)) {
      assertThat(next(reader, node).kind()).isEqualTo("node_registered");
    }
  }

  @Test
  void skipsAndRepeatsNothingWhileManyWriteAndTheReaderFallsOff() throws Exception {
    List<Long> before = idsAfter(0);
    long newest = before.isEmpty() ? 0 : before.get(before.size() - 1);
    int writers = 8;
    int each = 20;
    List<Callable<List<Long>>> crowd = new ArrayList<>();
    crowd.add(() -> readInPieces(newest, writers * each));
    for (int i = 0; i < writers; i++) {
      crowd.add(() -> register(each));
    }

    List<Long> read = Crowd.of(crowd.size(), crowd::get).get(0);

    assertThat(read).as("seed %d", SEED).hasSize(writers * each).isEqualTo(idsAfter(newest));
  }

  @Test
  void followsOneGroupOnly() {
    String group = story.group(3);
    try (EventReader reader = EventReader.open(registry, "?group_id=" + group, "0")) {
      String node = story.memberOf(group);

      assertThat(reader.next().kind()).isEqualTo("group_created");
      assertThat(reader.next().subjects()).containsEntry("node_id", node);
    }
  }

  @Test
  void beginsAgainForAReaderOfALogThatWasLost() {
    story.node();
    try (EventReader reader = EventReader.open(registry, "", "9000000000000")) {
      assertThat(reader.next().id()).isEqualTo(1);
    }
  }

  @Test
  void refusesAnIdThatIsNone() throws Exception {
    HttpURLConnection refused = EventReader.connect(registry, "", "last");

    assertThat(refused.getResponseCode()).isEqualTo(422);
    assertThat(new String(refused.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Last-Event-ID: last (expected: the id of an event)");
  }

  @Test
  void sendsCommentsIntoTheSilence() {
    try (RunningRegistry quiet = on("--event.heartbeat=50ms");
        EventReader reader = EventReader.open(quiet, "", null)) {
      reader.block();

      assertThat(reader.block()).containsExactly(":still here");
      assertThat(reader.block()).containsExactly(":still here");
    }
  }

  @Test
  void sendsCommentsToWhoWaitsForSomethingElseThanWhatHappens() throws Exception {
    try (RunningRegistry busy = on("--event.heartbeat=50ms");
        EventReader reader = EventReader.open(busy, "?kind=group_deleted", null)) {
      reader.block();
      AtomicBoolean done = new AtomicBoolean();

      List<List<String>> read =
          Crowd.of(2, i -> () -> i == 0 ? until(done, reader) : fill(busy, done));

      assertThat(read.get(0)).containsExactly(":still here");
    }
  }

  private static List<String> until(AtomicBoolean done, EventReader reader) {
    try {
      return reader.block();
    } finally {
      done.set(true);
    }
  }

  private static List<String> fill(RunningRegistry busy, AtomicBoolean done) {
    while (!done.get()) {
      new Story(busy).node();
    }
    return List.of();
  }

  @Test
  void turnsAwayWhoFindsNoPlaceAndFreesThePlaceOfWhoIsGone() throws Exception {
    try (RunningRegistry small = on("--event.connections=1", "--event.heartbeat=50ms")) {
      EventReader first = EventReader.open(small, "", null);
      first.block();

      HttpURLConnection second = EventReader.connect(small, "", null);
      assertThat(second.getResponseCode()).isEqualTo(503);
      assertThat(second.getHeaderField("Retry-After")).isEqualTo("10");
      assertThat(second.getContentType()).isEqualTo("application/problem+json");

      first.close();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(EventReader.connect(small, "", null).getResponseCode())
                      .isEqualTo(200));
    }
  }

  @Test
  void givesNoPlaceToWhoAsksForTheHeadersOnly() throws Exception {
    try (RunningRegistry small = on("--event.connections=1")) {
      HttpURLConnection head = EventReader.connect(small, "", null);
      head.setRequestMethod("HEAD");
      assertThat(head.getResponseCode()).isEqualTo(200);
      assertThat(head.getContentType()).startsWith("text/event-stream");

      EventReader.open(small, "", null).close();
    }
  }

  @Test
  void endsAStreamThatIsOldAndFreesItsPlace() throws Exception {
    try (RunningRegistry brief =
        on("--event.connections=1", "--event.heartbeat=50ms", "--event.lifetime=300ms")) {
      EventReader reader = EventReader.open(brief, "", null);

      assertThatThrownBy(() -> drain(reader)).hasMessage("the stream ended");

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(EventReader.connect(brief, "", null).getResponseCode())
                      .isEqualTo(200));
    }
  }

  private static void drain(EventReader reader) {
    while (true) {
      reader.block();
    }
  }

  @Test
  void endsItsStreamsWhenTheRegistryEnds() {
    RunningRegistry ending = on();
    EventReader reader = EventReader.open(ending, "", null);
    reader.block();

    ending.close();

    assertThatThrownBy(reader::block).hasMessage("the stream ended");
    reader.close();
  }

  private List<Long> readInPieces(long after, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Long> ids = new ArrayList<>();
    String lastId = String.valueOf(after);
    while (ids.size() < count) {
      int piece = Math.min(1 + random.nextInt(30), count - ids.size());
      try (EventReader reader = EventReader.open(registry, REGISTRATIONS, lastId)) {
        for (int i = 0; i < piece; i++) {
          ids.add(reader.next().id());
        }
        lastId = reader.lastId();
      }
    }
    return ids;
  }

  private List<Long> register(int count) {
    for (int i = 0; i < count; i++) {
      story.node();
    }
    return List.of();
  }

  /** Registrations only: in a registry that is shared, others' nodes expire meanwhile. */
  private List<Long> idsAfter(long id) {
    return registry.bean(Events.class).after(id, Integer.MAX_VALUE).stream()
        .filter(event -> event.kind().equals("node_registered"))
        .map(NetworkEvent::id)
        .toList();
  }

  private static NetworkEvent next(EventReader reader, String id) {
    Predicate<NetworkEvent> isAbout = event -> event.subjects().containsValue(id);
    NetworkEvent event = reader.next();
    while (!isAbout.test(event)) {
      event = reader.next();
    }
    return event;
  }

  private static RunningRegistry on(String... settings) {
    return RunningRegistry.on(RunningRegistry.temporaryFile(), settings);
  }
}
