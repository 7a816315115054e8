package dev.mycelium.agent.blob;

/**
 * How much a store takes.
 *
 * @param maxBlobBytes the largest single blob
 * @param maxTotalBytes all blobs together, with those that are still arriving
 */
public record BlobLimits(long maxBlobBytes, long maxTotalBytes) {

  public BlobLimits {
    requirePositive(maxBlobBytes, "maxBlobBytes");
    requirePositive(maxTotalBytes, "maxTotalBytes");
  }

  private static void requirePositive(long bytes, String name) {
    if (bytes < 1) {
      throw new IllegalArgumentException(name + ": " + bytes + " (expected: > 0)");
    }
  }
}
