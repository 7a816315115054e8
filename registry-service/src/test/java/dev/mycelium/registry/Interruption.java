package dev.mycelium.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecutionListener;

/** Something that happens to all of a registry's transactions while a test does something. */
final class Interruption {
  private Interruption() {}

  static <T> T during(
      Callable<T> action, RunningRegistry registry, TransactionExecutionListener listener)
      throws Exception {
    ConfigurableTransactionManager transactions =
        registry.bean(ConfigurableTransactionManager.class);
    Collection<TransactionExecutionListener> before =
        new ArrayList<>(transactions.getTransactionExecutionListeners());
    transactions.addListener(listener);
    try {
      return action.call();
    } finally {
      transactions.setTransactionExecutionListeners(before);
    }
  }
}
