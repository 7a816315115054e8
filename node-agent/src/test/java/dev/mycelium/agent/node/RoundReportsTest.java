package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.time.Threads;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A registry that is slow or away costs reports, never rounds. */
class RoundReportsTest {
  private static final NodeId SELF = new NodeId("self");
  private static final GroupId GROUP = new GroupId("g");

  private final List<Long> told = new CopyOnWriteArrayList<>();

  @Test
  @Timeout(60)
  void keepsTheNewestWhileTheRegistryHangs() {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (RoundReports reports =
        new RoundReports(
            SELF,
            (group, account) -> {
              begun.countDown();
              await(hanging);
              note(group, account);
            },
            Threads.ofJvm())) {
      reports.tell(GROUP, report(1), Duration.ofSeconds(1));
      await(begun);
      for (int round = 2; round <= 100; round++) {
        reports.tell(GROUP, report(round), Duration.ofSeconds(1));
      }

      assertThat(told).isEmpty();
      hanging.countDown();
      awaitTold(17);
    }

    List<Long> expected = new ArrayList<>(List.of(1L));
    for (long round = 85; round <= 100; round++) {
      expected.add(round);
    }
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void goesOnAfterARegistryThatWasAway() {
    InMemoryDirectory away = new InMemoryDirectory();
    away.goAway();
    try (RoundReports reports =
        new RoundReports(
            SELF,
            (group, account) -> {
              if (account.report().round() == 1) {
                away.tell(group, account);
              }
              note(group, account);
            },
            Threads.ofJvm())) {
      reports.tell(GROUP, report(1), Duration.ZERO);
      reports.tell(GROUP, report(2), Duration.ZERO);
      awaitTold(1);
    }

    assertThat(away.refusals()).isEqualTo(1);
    assertThat(told).containsExactly(2L);
  }

  private void awaitTold(int rounds) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> told.size() == rounds);
  }

  private void note(GroupId group, RoundAccount account) {
    assertThat(group).isEqualTo(GROUP);
    assertThat(account.nodeId()).isEqualTo(SELF);
    told.add(account.report().round());
  }

  private static RoundReport report(long round) {
    return new RoundReport(round, 1, "rejected", "a test's", List.of(), Map.of(), null);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
