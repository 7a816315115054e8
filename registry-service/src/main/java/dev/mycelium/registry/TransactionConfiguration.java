package dev.mycelium.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** How transactions end. */
@Configuration(proxyBeanMethods = false)
class TransactionConfiguration {

  @Bean
  JpaTransactionManager transactionManager() {
    return new Transactions();
  }

  /**
   * A transaction that the database ended by itself cannot be rolled back. That is no news: what
   * ended it is, and is thrown instead. The pool closes the connection of a failed rollback, so
   * that nothing is left open.
   */
  private static final class Transactions extends JpaTransactionManager {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
      try {
        super.doRollback(status);
      } catch (TransactionSystemException ended) {
        LOG.debug("nothing to roll back", ended);
      }
    }
  }
}
