package dev.mycelium.wire.node;

/**
 * Where a node stands in its life.
 *
 * <pre>
 *   register ──► ONLINE ──1.5 intervals──► SUSPECT ──3 intervals──► OFFLINE (its place is freed)
 *                  ▲   └──────goodbye──► LEFT                          │
 *                  └───────────── any heartbeat ◄────────────────────┘
 * </pre>
 */
public enum NodeStatus {
  ONLINE,
  SUSPECT,
  OFFLINE,
  LEFT
}
