package dev.mycelium.agent.cli.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Work of several at the same time, each on a thread of its own. */
final class Together {
  private Together() {}

  /** Waits for all; when one fails, the others are interrupted. */
  static void all(List<Runnable> work) {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      CompletableFuture.allOf(
              work.stream()
                  .map(each -> CompletableFuture.runAsync(each, threads))
                  .map(each -> each.whenComplete((done, failure) -> endAll(failure, threads)))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void endAll(@Nullable Throwable failure, ExecutorService threads) {
    if (failure != null) {
      threads.shutdownNow();
    }
  }
}
