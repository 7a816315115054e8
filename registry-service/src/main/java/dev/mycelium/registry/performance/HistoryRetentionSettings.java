package dev.mycelium.registry.performance;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How far back the histories of standings go.
 *
 * @param age after which a step may go; as long as the events that explain it
 */
@Validated
@ConfigurationProperties("performance.retention")
record HistoryRetentionSettings(
    @NotNull @DurationMin(hours = 1) @DefaultValue("90d") Duration age) {}
