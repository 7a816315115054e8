package dev.mycelium.registry;

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
 * How many connections the registry holds to its database, and how long a request waits for it.
 *
 * @param readers for reads; the machine's cores share them, more were no faster
 * @param writers for writes, where the database takes more than one
 * @param patience for a connection, and then for what another transaction locked: a row, or
 *     SQLite's file; after that the caller is put off
 * @param statement that PostgreSQL may take for one statement; a server that has said nothing for
 *     this and {@code database.patience} together is given up
 */
@Validated
@ConfigurationProperties("database")
record DatabaseSettings(
    @Min(1) @Max(64) @DefaultValue("4") int readers,
    @Min(1) @Max(64) @DefaultValue("8") int writers,
    @NotNull @DurationMin(millis = 250) @DurationMax(seconds = 60) @DefaultValue("10s")
        Duration patience,
    @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10) @DefaultValue("20s")
        Duration statement) {}
