package dev.mycelium.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.resilience.retry.MethodRetrySpec;
import org.springframework.resilience.retry.SimpleRetryInterceptor;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Does a transaction again that the database ended in favour of another. Locks are taken in one
 * order (docs/decisions/0005), so that this is rare; nothing of the ended transaction was kept, so
 * that it is safe.
 */
@Configuration(proxyBeanMethods = false)
class ConflictConfiguration {
  /** SQL states for a serialisation failure, and for a deadlock. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  private static final int REPETITIONS = 3;

  /** Around the transaction: the outermost call is the one that is done again. */
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor repeatedTransactions() {
    MethodRetrySpec spec =
        new MethodRetrySpec(
            (method, failure) -> isConflict(failure) && !isInsideTransaction(),
            REPETITIONS,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            2,
            Duration.ofMillis(200));
    DefaultPointcutAdvisor advisor =
        new DefaultPointcutAdvisor(
            new ComposablePointcut(new AnnotationMatchingPointcut(Transactional.class, true))
                .union((Pointcut) new AnnotationMatchingPointcut(null, Transactional.class, true)),
            new SimpleRetryInterceptor(spec));
    advisor.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return advisor;
  }

  private static boolean isInsideTransaction() {
    return TransactionSynchronizationManager.isActualTransactionActive();
  }

  private static boolean isConflict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && CONFLICTS.contains(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
