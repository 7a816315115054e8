package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.registry.event.Events;
import dev.mycelium.registry.node.Sweeps;
import dev.mycelium.registry.performance.Standings;
import dev.mycelium.registry.retention.Retention;
import dev.mycelium.wire.event.NetworkEvent;
import dev.mycelium.wire.group.GroupId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tables stay bounded, and nothing goes that somebody still needs. */
@OnEveryDatabase
class RetentionTest {
  private static ManualClock clock;
  private static RunningRegistry registry;
  private static Story story;

  RetentionTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) {
    clock = new ManualClock();
    registry = RunningRegistry.on(engine.empty(), clock);
    story = new Story(registry);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    registry.close();
  }

  @Test
  void forgetsWhatIsOldAndNothingElse() {
    String group = story.group(2);
    String gone = story.memberOf(group);
    String dismissed = story.node();
    registry.delete("/nodes/" + dismissed);
    keyed("keyed");
    story.score(gone, 0.5, 10, 0);
    expire();
    String back = story.node();
    expire();

    pass(Duration.ofDays(7).minusMinutes(4));
    assertThat(statuses(gone, dismissed, "keyed", back)).containsExactly(200, 200, 200, 200);
    story.beat(back, "{}");
    pass(Duration.ofMinutes(4));

    assertThat(statuses(gone, dismissed, "keyed", back)).containsExactly(404, 404, 200, 200);
    assertThat(registry.events(gone)).contains("node_registered", "node_expired");

    long newest = newest();
    pass(Duration.ofDays(90));

    assertThat(events()).extracting(NetworkEvent::id).containsExactly(newest);
    assertThat(registry.get("/groups/" + group + "/performance").body()).isEqualTo("[]");
    assertThat(registry.get("/groups/" + group).status()).isEqualTo(200);
    story.node();
    assertThat(newest()).isGreaterThan(newest);
  }

  @Test
  void letsNoStepOfAWrongClockKeepTheOldOnes() {
    String group = story.group(2);
    clock.advance(Duration.ofDays(3650));
    claim(group, 1);
    clock.advance(Duration.ofDays(-3650));
    claim(group, 600);

    pass(Duration.ofDays(91));

    assertThat(registry.get("/groups/" + group + "/performance").json()).hasSize(1);
  }

  @Test
  void forgetsAnswersWhoseKeysMayBeUsedAnew() {
    JdbcTemplate database = registry.bean(JdbcTemplate.class);
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    String old =
        IntStream.range(0, 1100)
            .mapToObj(i -> ", ('old %d', 'r', %d)".formatted(i, now - 3_600_000_001L))
            .collect(Collectors.joining());
    database.execute(
        "insert into idempotency_keys (key_hash, request_hash, kept_at) values ('new', 'r', "
            + now
            + ")"
            + old);

    pass(Duration.ofHours(23));

    assertThat(database.queryForList("select key_hash from idempotency_keys", String.class))
        .containsExactly("new");
  }

  /** {@code count} steps of a group's history. */
  private void claim(String group, int count) {
    new TransactionTemplate(registry.bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            status -> {
              for (int i = 0; i < count; i++) {
                registry.bean(Standings.class).claim(new GroupId(group), i);
              }
            });
  }

  private void keyed(String id) {
    assertThat(KeyedNode.named(id, clock).register(registry).status()).isEqualTo(200);
  }

  private void expire() {
    clock.advance(Duration.ofSeconds(90));
    Sweeps.sweep(registry);
  }

  private void pass(Duration time) {
    clock.advance(time);
    registry.bean(Retention.class).discard();
  }

  private List<Integer> statuses(String... nodes) {
    return List.of(nodes).stream().map(node -> registry.get("/nodes/" + node).status()).toList();
  }

  private List<NetworkEvent> events() {
    return registry.bean(Events.class).after(0, Integer.MAX_VALUE);
  }

  private long newest() {
    List<NetworkEvent> all = events();
    return all.get(all.size() - 1).id();
  }
}
