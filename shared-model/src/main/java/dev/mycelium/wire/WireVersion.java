package dev.mycelium.wire;

/**
 * Version of the records in these packages. Fields are only ever added within a version; a peer
 * that announces another one is refused in plain words instead of being half understood.
 */
public final class WireVersion {
  public static final int CURRENT = 1;

  private WireVersion() {}
}
