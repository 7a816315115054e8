package dev.mycelium.registry;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Where the registry keeps what it knows, and how it must be spoken to. All databases run the same
 * scripts and the same code; what differs between them is here.
 */
sealed interface Database permits SqliteDatabase, MemoryDatabase, PostgresDatabase {

  /** What {@code --database} names. */
  static Database named(String name, PostgresLogin login) {
    if (name.equals(MemoryDatabase.NAME)) {
      return new MemoryDatabase("registry");
    }
    if (name.startsWith(PostgresDatabase.PREFIX)) {
      return new PostgresDatabase(name, login.user(), login.password());
    }
    if (name.startsWith("jdbc:")) {
      throw StartException.of(
          ExitCode.USAGE,
          "--database: %s... (expected: a file, h2:mem or jdbc:postgresql://HOST/NAME)"
              .formatted(name.replaceFirst("(jdbc:[^:]*).*", "$1")));
    }
    return new SqliteDatabase(Path.of(name));
  }

  /** Fails with a sentence if the registry could not work with it. */
  void check();

  /** How transactions that may write reach it. */
  void configureWriter(HikariConfig pool, DatabaseSettings settings);

  /** How transactions that only read reach it; each sees one moment of the whole database. */
  void configureReaders(HikariConfig pool, DatabaseSettings settings);

  /** How its scripts reach it, which may take longer than any request. */
  default DataSource forMigration(DataSource writer) {
    return writer;
  }

  /** The type of a column that counts its rows by itself. */
  String identityColumn();

  /** What Hibernate cannot find out by itself. */
  default Map<String, Object> hibernateProperties() {
    return Map.of();
  }

  /** Its place in words that may be shown to anybody. */
  String place();
}
