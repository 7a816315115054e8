package dev.mycelium.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many callers that begin at the same moment. */
final class Crowd {
  private Crowd() {}

  /** The results of {@code size} calls, in the order of their callers. */
  static <T> List<T> of(int size, IntFunction<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      CyclicBarrier start = new CyclicBarrier(size);
      List<Future<T>> pending = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Callable<T> call = calls.apply(i);
        pending.add(
            threads.submit(
                () -> {
                  start.await(120, TimeUnit.SECONDS);
                  return call.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : pending) {
        results.add(one.get(120, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
