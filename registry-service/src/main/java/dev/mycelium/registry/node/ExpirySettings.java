package dev.mycelium.registry.node;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How leases are watched.
 *
 * @param period time between two looks; half of the shortest heartbeat interval, so that a lease is
 *     overdrawn by less than a beat
 */
@Validated
@ConfigurationProperties("node.expiry")
record ExpirySettings(
    @NotNull @DurationMin(millis = 50) @DurationMax(seconds = 60) @DefaultValue("500ms")
        Duration period) {}
