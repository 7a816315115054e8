package dev.mycelium.registry.idempotency;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a write is remembered.
 *
 * @param retention time for which the same key gets the same answer; a client that was cut off for
 *     a day starts anew anyway
 */
@Validated
@ConfigurationProperties("idempotency")
record IdempotencySettings(
    @NotNull @DurationMin(seconds = 1) @DurationMax(days = 30) @DefaultValue("24h")
        Duration retention) {}
