package dev.mycelium.registry.event;

import java.util.Locale;

/** What can happen in the network, as a past fact. */
public enum EventKind {
  NODE_REGISTERED,
  NODE_ONLINE_AGAIN,
  NODE_EXPIRED,
  NODE_LEFT,
  NODE_REACHED,
  NODE_NOT_REACHED,
  GROUP_CREATED,
  GROUP_PAUSED,
  GROUP_RESUMED,
  GROUP_RESIZED,
  GROUP_DELETED,
  NODE_JOINED,
  NODE_MOVED,
  NODE_LEFT_GROUP,
  COORDINATOR_GRANTED,
  COORDINATOR_VACATED,
  HEAD_COMMITTED,
  HEAD_WORSE,
  HEAD_ROLLED_BACK,
  GROUP_STOPPED_EARLY,
  ROUND_FAILED;

  /** As it stands in {@code NetworkEvent.kind}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
