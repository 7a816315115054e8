package dev.mycelium.registry;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the registry keeps what it knows.
 *
 * @param file the SQLite file, made on first start
 * @param readers connections for reads; the machine's cores share them, more were no faster
 */
@Validated
@ConfigurationProperties("database")
record DatabaseSettings(@NotNull Path file, @Min(1) @Max(64) @DefaultValue("4") int readers) {}
