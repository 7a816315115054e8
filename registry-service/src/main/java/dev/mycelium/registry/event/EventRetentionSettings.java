package dev.mycelium.registry.event;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How far back the log of events goes.
 *
 * @param age after which an event may go; a quarter answers "why did it move?" for a whole study
 * @param most events that are kept, whatever their age: about 300 bytes each
 */
@Validated
@ConfigurationProperties("event.retention")
record EventRetentionSettings(
    @NotNull @DurationMin(hours = 1) @DefaultValue("90d") Duration age,
    @Min(100) @DefaultValue("1000000") long most) {}
