package dev.mycelium.agent.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  @TempDir private Path folder;

  @Test
  void comparesEachWithTheFirst() {
    Contender ours = taking("ours", 90, 2_000_000, 1_000_000, 4_000_000);
    Contender theirs = taking("theirs", 90, 3_000_000, 6_000_000, 9_000_000);
    Contender absent = taking("absent", 0, 0, 0, 0);

    Race.Times times = new Race("work", 20, List.of(ours, theirs, absent)).run(1, 3);

    assertThat(times.table().lines().map(line -> line.trim().replaceAll(" +", " ")))
        .containsExactly(
            "work (goal: 20 ms)",
            "min ms median ms x min x median",
            "ours 1.00 2.00 1.00 1.00",
            "theirs 3.00 6.00 3.00 3.00",
            "absent not run");
    assertThat(times.rows()).hasSize(6).contains("work,ours,1,1000000", "work,theirs,2,9000000");
  }

  @Test
  void runsAllInTurn() {
    List<String> order = new ArrayList<>();
    Contender one = Contender.of("one", () -> order.add("one"));
    Contender two = Contender.of("two", () -> order.add("two"));

    Race.Times unused = new Race("work", 1, List.of(one, two)).run(1, 2);

    assertThat(order).containsExactly("one", "two", "one", "two", "one", "two");
  }

  @Test
  void namesPeersThatAreNotInstalled() {
    try (PythonPeers peers = PythonPeers.start(null, "fedavg")) {
      assertThat(peers.peer("numpy").nanos()).isEqualTo(Contender.NOT_RUN);
    }
  }

  /** The bench's own group, with updates of 400 KB. */
  @Test
  void aRoundOverLoopbackEndsWithTheHeadAtAllMembers() {
    try (LoopbackGroup group = new LoopbackGroup(folder, 100_000)) {
      assertThat(group.round()).isPositive();
      assertThat(group.round()).isPositive();
    }
  }

  private static Contender taking(String name, long... nanos) {
    Deque<Long> left = new ArrayDeque<>();
    for (long time : nanos) {
      left.add(time);
    }
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long nanos() {
        return left.remove();
      }
    };
  }
}
