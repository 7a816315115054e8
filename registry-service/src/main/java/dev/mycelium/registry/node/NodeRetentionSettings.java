package dev.mycelium.registry.node;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long nodes are listed that are gone.
 *
 * @param departed since the last heartbeat of a node without a key; a week shows what happened over
 *     a weekend
 */
@Validated
@ConfigurationProperties("node.retention")
record NodeRetentionSettings(
    @NotNull @DurationMin(hours = 1) @DefaultValue("7d") Duration departed) {}
