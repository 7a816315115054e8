package dev.mycelium.registry.event;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the log is followed.
 *
 * @param connections followers at once; each has a thread, and a dashboard or a {@code --follow} is
 *     one
 * @param heartbeat silence after which a comment is sent: below the minute after which proxies
 *     close what is quiet, and how a follower that is gone is noticed
 * @param lifetime after which a stream ends, and its reader resumes where it is: a place whose
 *     reader is gone unnoticed is free after it at the latest
 */
@Validated
@ConfigurationProperties("event")
record EventSettings(
    @Min(1) @Max(2000) @DefaultValue("100") int connections,
    @NotNull @DurationMin(millis = 50) @DurationMax(seconds = 60) @DefaultValue("15s")
        Duration heartbeat,
    @NotNull @DurationMin(millis = 50) @DurationMax(hours = 24) @DefaultValue("1h")
        Duration lifetime) {}
