package dev.mycelium.registry.access;

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
 * How much the registry takes on.
 *
 * @param requestsPerSecond of one client address; a thousand nodes behind one firewall that beat
 *     every ten seconds need a hundred
 * @param limitLoopback whether this machine's own programs are counted, too
 * @param inProgress requests at once; more would only wait for the database
 * @param inProgressWhenTight requests at once while memory is short
 * @param bodyTimeout for a whole body; a megabyte at 300 kbit/s is here by then
 * @param answerTimeout for a whole answer to be taken; 35 MB, the longest list, have gone at 2.5
 *     Mbit/s by then
 */
@Validated
@ConfigurationProperties("access")
record AccessSettings(
    @Min(1) @Max(1_000_000) @DefaultValue("500") int requestsPerSecond,
    @DefaultValue("false") boolean limitLoopback,
    @Min(1) @Max(10_000) @DefaultValue("256") int inProgress,
    @Min(1) @Max(1000) @DefaultValue("4") int inProgressWhenTight,
    @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 10) @DefaultValue("30s")
        Duration bodyTimeout,
    @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 60) @DefaultValue("2m")
        Duration answerTimeout) {}
