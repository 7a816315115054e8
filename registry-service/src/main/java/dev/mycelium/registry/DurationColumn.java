package dev.mycelium.registry;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as milliseconds: the same bigint in every database. */
@Converter(autoApply = true)
class DurationColumn implements AttributeConverter<Duration, Long> {

  @Override
  public @Nullable Long convertToDatabaseColumn(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  @Override
  public @Nullable Duration convertToEntityAttribute(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }
}
