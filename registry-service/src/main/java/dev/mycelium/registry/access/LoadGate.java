package dev.mycelium.registry.access;

import dev.mycelium.registry.problem.Refusals;
import dev.mycelium.registry.share.Shares;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Bounds the requests in progress, of which one address has a quarter at most, and bounds them
 * closely while memory is short: a few at a time still get through, whose garbage is what shows
 * that memory is free again.
 */
@Component
@Order(-40)
class LoadGate extends Gate {
  private static final Logger LOG = LoggerFactory.getLogger(LoadGate.class);

  private static final int ADDRESSES_TO_FILL_IT = 4;

  private final AccessSettings settings;
  private final Headroom headroom;
  private final Shares addresses = new Shares();
  private final AtomicInteger inProgress = new AtomicInteger();
  private volatile boolean wasTight;

  LoadGate(AccessSettings settings, Headroom headroom, Refusals refusals) {
    super(refusals);
    this.settings = settings;
    this.headroom = headroom;
  }

  @Override
  void admit(HttpServletRequest request, HttpServletResponse response) {
    boolean tight = headroom.isTight();
    tell(tight);
    int limit = tight ? settings.inProgressWhenTight() : settings.inProgress();
    take(request, limit);
    if (inProgress.incrementAndGet() > limit) {
      dismiss(request);
      throw tight ? OverloadedException.tight(limit) : OverloadedException.busy(limit);
    }
  }

  @Override
  void dismiss(HttpServletRequest request) {
    inProgress.decrementAndGet();
    addresses.free(ClientAddress.of(request.getRemoteAddr()).network());
  }

  private void take(HttpServletRequest request, int limit) {
    ClientAddress client = ClientAddress.of(request.getRemoteAddr());
    boolean unlimited = client.isLoopback() && !settings.limitLoopback();
    int most = unlimited ? Integer.MAX_VALUE : Math.max(1, limit / ADDRESSES_TO_FILL_IT);
    if (!addresses.take(client.network(), most)) {
      throw RateLimitedException.inProgress(most);
    }
  }

  private void tell(boolean tight) {
    if (tight != wasTight) {
      wasTight = tight;
      LOG.warn(tight ? "memory is short, shedding load" : "memory is free again");
    }
  }
}
