package dev.mycelium.registry;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many connections the registry holds to its database.
 *
 * @param readers for reads; the machine's cores share them, more were no faster
 * @param writers for writes, where the database takes more than one
 */
@Validated
@ConfigurationProperties("database")
record DatabaseSettings(
    @Min(1) @Max(64) @DefaultValue("4") int readers,
    @Min(1) @Max(64) @DefaultValue("8") int writers) {}
