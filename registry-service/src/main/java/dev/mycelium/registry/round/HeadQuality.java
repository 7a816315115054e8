package dev.mycelium.registry.round;

import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.HeadVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What a group's members found of its heads.
 *
 * @param best null until one was scored
 * @param verdict null until one was compared with the best one
 * @param stopCause why the group trains no further though it could; null while it goes on
 */
public record HeadQuality(
    @Nullable BestHead best, @Nullable HeadVerdict verdict, @Nullable String stopCause) {

  public static HeadQuality unknown() {
    return new HeadQuality(null, null, null);
  }
}
