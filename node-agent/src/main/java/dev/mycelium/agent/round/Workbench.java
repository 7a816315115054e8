package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.RoundManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Where virtual clients train: one after another on the caller's thread, or several side by side.
 * Each trains alone on one thread and answers are taken in the order of the clients, so that how
 * many work at once changes no bit. Confined to one thread.
 */
final class Workbench implements AutoCloseable {
  private final int places;
  private final @Nullable ExecutorService threads;
  private final Map<NodeId, Future<LocalTraining.Answer>> begun = new LinkedHashMap<>();

  /**
   * @param places clients that train at once; with one, nobody trains who is not waited for
   */
  Workbench(int places) {
    if (places < 1) {
      throw new IllegalArgumentException("places: " + places + " (expected: > 0)");
    }
    this.places = places;
    this.threads = places == 1 ? null : Executors.newFixedThreadPool(places, Workbench::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "virtual-clients");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The first client's answer; the next ones begin meanwhile.
   *
   * @param clients those whose answers are wanted, in the order in which they are
   */
  LocalTraining.Answer first(RoundManifest manifest, List<LocalTraining> clients) {
    LocalTraining first = clients.get(0);
    ExecutorService pool = threads;
    if (pool == null) {
      return first.answer(manifest, Cancellation.never());
    }
    clients.stream()
        .limit(places)
        .forEach(
            client ->
                begun.computeIfAbsent(
                    client.memory().node(),
                    node -> pool.submit(() -> client.answer(manifest, Cancellation.never()))));
    return result(requireNonNull(begun.remove(first.memory().node()), "begun"));
  }

  private static LocalTraining.Answer result(Future<LocalTraining.Answer> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("training failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a client trained", e);
    }
  }

  /** The round is closed: who still trains ends in vain. */
  void clear() {
    begun.values().forEach(Workbench::awaitEnd);
    begun.clear();
  }

  private static void awaitEnd(Future<LocalTraining.Answer> answer) {
    try {
      var unused = result(answer);
    } catch (RuntimeException inVain) {
      // Nobody waited for it.
    }
  }

  /** Returns when nobody trains any more. */
  @Override
  public void close() {
    clear();
    if (threads != null) {
      threads.shutdown();
    }
  }
}
