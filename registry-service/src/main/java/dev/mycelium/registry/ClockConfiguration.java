package dev.mycelium.registry;

import dev.mycelium.time.SteadyClock;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The one clock of the process; tests put their own in its place. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ClockConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return new SteadyClock(Clock.systemUTC().instant(), System::nanoTime);
  }
}
