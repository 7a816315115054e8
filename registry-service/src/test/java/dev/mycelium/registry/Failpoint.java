package dev.mycelium.registry;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * A power cut between a writing transaction's work and its commit: while it is set, everything was
 * done and nothing is kept.
 */
final class Failpoint implements TransactionExecutionListener {
  private volatile boolean set;

  void set() {
    set = true;
  }

  void clear() {
    set = false;
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    if (set && !transaction.isReadOnly()) {
      throw new IllegalStateException("failpoint before the commit");
    }
  }
}
