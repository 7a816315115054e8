package dev.mycelium.registry.node;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How nodes are called at the addresses that they claim.
 *
 * @param timeout for name, connection and answer together
 * @param afterFailure time before a node that was not reached is called again
 * @param afterSuccess time before a node that was reached is called again
 */
@Validated
@ConfigurationProperties("node.dial-back")
record DialBackSettings(
    @NotNull @DurationMin(millis = 50) @DurationMax(seconds = 10) @DefaultValue("2s")
        Duration timeout,
    @NotNull @DurationMin(millis = 50) @DurationMax(minutes = 60) @DefaultValue("10s")
        Duration afterFailure,
    @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 24) @DefaultValue("10m")
        Duration afterSuccess) {}
