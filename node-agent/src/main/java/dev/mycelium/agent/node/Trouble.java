package dev.mycelium.agent.node;

import dev.mycelium.wire.group.GroupId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that fails, told once for each cause: a disk that stays full is no news. Not thread-safe.
 */
final class Trouble {
  private static final Logger log = LoggerFactory.getLogger(Trouble.class);

  private @Nullable String last;

  void tell(GroupId group, RuntimeException failure) {
    String cause = failure.toString();
    if (cause.equals(last)) {
      log.debug("work failed again: group={} cause=\"{}\"", group, cause);
    } else {
      log.warn("work failed: group={} cause=\"{}\"", group, cause, failure);
    }
    last = cause;
  }

  /** Work succeeded: the next trouble is news. */
  void end() {
    last = null;
  }
}
