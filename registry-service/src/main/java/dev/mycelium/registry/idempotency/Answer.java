package dev.mycelium.registry.idempotency;

/**
 * What a route answered.
 *
 * @param replayed whether it was answered before, and nothing was done now
 */
record Answer(int status, String contentType, String body, boolean replayed) {

  /** Refusals and failures changed nothing and are not kept: the next attempt may fare better. */
  boolean isKept() {
    return status < 400;
  }
}
