package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.Refusals;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Counts the requests of each address. Remembers the addresses heard last; one that was forgotten
 * begins anew, so that memory is bounded and honest callers lose nothing.
 */
@Component
@Order(-30)
@EnableConfigurationProperties(AccessSettings.class)
class RateGate extends Gate {
  private static final int REMEMBERED = 10_000;

  private final AccessSettings settings;
  private final RateLimiterConfig config;

  private final Map<String, RateLimiter> limiters =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
          return size() > REMEMBERED;
        }
      };

  RateGate(AccessSettings settings, Refusals refusals) {
    super(refusals);
    this.settings = settings;
    this.config =
        RateLimiterConfig.custom()
            .limitForPeriod(settings.requestsPerSecond())
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build();
  }

  @Override
  void admit(HttpServletRequest request, HttpServletResponse response) {
    ClientAddress client = ClientAddress.of(request.getRemoteAddr());
    if ((settings.limitLoopback() || !client.isLoopback())
        && !limiter(client.network()).acquirePermission()) {
      throw RateLimitedException.of(settings.requestsPerSecond());
    }
  }

  private RateLimiter limiter(String network) {
    synchronized (limiters) {
      return limiters.computeIfAbsent(network, unknown -> RateLimiter.of(unknown, config));
    }
  }
}
