package dev.mycelium.registry;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * A power cut between a writing transaction's work and its commit: everything was done and nothing
 * is kept.
 */
final class PowerCut implements TransactionExecutionListener {

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    if (!transaction.isReadOnly()) {
      throw new IllegalStateException("power cut before the commit");
    }
  }
}
