package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mycelium.registry.performance.Standings;
import dev.mycelium.wire.group.GroupId;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A group is deleted at the moment at which something happens in it; both are answered well. On
 * PostgreSQL, which alone serves those who wait for a row in the order in which they came; {@link
 * GroupUpkeepTest} leaves the order to chance on every database.
 */
class DeletionRaceTest {
  private final RunningRegistry registry = Engine.POSTGRESQL.shared();
  private final Story story = new Story(registry);
  private final JdbcTemplate database = registry.bean(JdbcTemplate.class);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final String group = story.group(3);
  private final String member = story.memberOf(group);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void deletesAGroupWhosePerformanceIsBeingClaimed() throws Exception {
    Future<Reply> deletion =
        inTransaction(
            () -> {
              registry.bean(Standings.class).claim(new GroupId(group), 0.5);
              return waiting(1, this::delete);
            });

    assertThat(deletion.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(registry.get("/groups/" + group).status()).isEqualTo(404);
  }

  @Test
  void hearsTheHeartbeatOfAMemberWhoseGroupIsBeingDeleted() throws Exception {
    Reply reply = behindTheDeletion(() -> registry.post("/nodes/" + member + "/heartbeat", "{}"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("group_id").isNull()).isTrue();
  }

  @Test
  void movesAMemberOutOfAGroupThatIsBeingDeleted() throws Exception {
    String next = story.group(3);

    Reply reply = behindTheDeletion(() -> story.tryJoin(member, next));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(story.view(next).memberCount()).isEqualTo(1);
    assertThat(registry.get("/nodes/" + member).text("current_group_id")).isEqualTo(next);
    assertThat(registry.events(member)).doesNotContain("node_moved").endsWith("node_joined");
  }

  @Test
  void letsAMemberOfAGroupThatIsBeingDeletedGo() throws Exception {
    Reply reply = behindTheDeletion(() -> registry.delete("/nodes/" + member));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(registry.events(member)).containsOnlyOnce("node_left_group");
  }

  /** The answer to {@code request}, which finds the member in its group and then waits for it. */
  private Reply behindTheDeletion(Callable<Reply> request) throws Exception {
    Future<Reply> behind =
        inTransaction(
            () -> {
              database.queryForList(
                  "select group_id from learning_groups where group_id = ? for update", group);
              waiting(1, this::delete);
              return waiting(2, request);
            });
    return behind.get(60, TimeUnit.SECONDS);
  }

  /** Sends the request, and returns when so many transactions wait for a lock. */
  private Future<Reply> waiting(int count, Callable<Reply> request) {
    Future<Reply> reply = threads.submit(request);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                database.queryForObject(
                        "select count(*) from pg_locks where not granted", Integer.class)
                    == count);
    return reply;
  }

  private Reply delete() {
    return registry.delete("/groups/" + group);
  }

  private <T> T inTransaction(Callable<T> work) {
    return new TransactionTemplate(registry.bean(PlatformTransactionManager.class))
        .execute(
            status -> {
              try {
                return work.call();
              } catch (Exception failure) {
                throw new IllegalStateException(failure);
              }
            });
  }
}
