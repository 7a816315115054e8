package dev.mycelium.agent.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.mycelium.agent.simulation.world.World.RegistryMaker;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whole agents under loss, delay, duplication, reordering, partition, crash, restart, standstill
 * and set clocks, each world from one seed: {@link Laws} hold after every event, and when the
 * trouble is over every group gets on.
 *
 * <p>A failure names its seed. To see that run again, event by event:
 *
 * <pre>
 *   ./mvnw -pl node-agent -am test -Dtest=SimulationTest -Dmycelium.simulation.seed=SEED
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * {@code -Dmycelium.simulation.seeds=5000} runs more seeds than the build does.
 */
class SimulationTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.mycelium.agent");
  private static final int SEEDS = Integer.getInteger("mycelium.simulation.seeds", 100);
  private static final Long ONLY = Long.getLong("mycelium.simulation.seed");

  /** A coordinator's clock set back, a node that overslept its lease, a commit left unanswered. */
  private static final long[] HAVE_BROKEN = {789, 1491, 2006};

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  @Test
  void keepsTheLawsWhateverHappens() {
    List<String> failures =
        (ONLY == null ? some() : LongStream.of(ONLY))
            .parallel()
            .mapToObj(seed -> failure(seed, RegistryMaker.sound()))
            .flatMap(Optional::stream)
            .toList();

    assertThat(failures).isEmpty();
  }

  @Test
  void repeatsARunByItsSeedWhateverTheThreadsDo() {
    for (long seed : new long[] {1, 2, 3}) {
      Trial.Outcome once = new Trial(seed, RegistryMaker.sound()).run();
      Trial.Outcome again = new Trial(seed, RegistryMaker.sound()).run(new Disturbance());

      assertThat(again.chronicle()).as("seed=%d", seed).isEqualTo(once.chronicle());
      assertThat(once.recomputed()).as("seed=%d", seed).isPositive();
    }
  }

  @Test
  void findsAHeadThatIsComparedAndSetInTwoSteps() {
    RegistryMaker planted = TwoStepRegistry::new;

    long found =
        LongStream.rangeClosed(1, 200)
            .filter(seed -> failure(seed, planted).isPresent())
            .findFirst()
            .orElseThrow(() -> new AssertionError("No seed found the planted race"));

    String first = failure(found, planted).orElseThrow();
    assertThat(first)
        .contains("seed=" + found, "-Dmycelium.simulation.seed=" + found, "commits Head");
    assertThat(failure(found, planted)).contains(first);
  }

  private static LongStream some() {
    return LongStream.concat(
        LongStream.rangeClosed(1, SEEDS), LongStream.of(HAVE_BROKEN).filter(seed -> seed > SEEDS));
  }

  private static Optional<String> failure(long seed, RegistryMaker registries) {
    try {
      Trial.Outcome outcome = new Trial(seed, registries).run();
      if (ONLY != null) {
        outcome.chronicle().forEach(System.out::println);
      }
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Lets threads wait in real time, now and then, as a busy machine does. */
  private static final class Disturbance implements Runnable {
    private final SplittableRandom random = new SplittableRandom();

    @Override
    public void run() {
      if (random.nextInt(20) == 0) {
        LockSupport.parkNanos(random.nextInt(200_000));
      }
    }
  }
}
