package dev.mycelium.registry;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.Map;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.community.dialect.SQLiteDialect;

/** A file of this machine: one connection writes, some read (docs/decisions/0001). */
record SqliteDatabase(Path file) implements Database {

  @Override
  public void check() {
    new DatabaseFile(file).check();
  }

  @Override
  public void configureWriter(HikariConfig pool, DatabaseSettings settings) {
    pool.setMaximumPoolSize(1);
    pool.setJdbcUrl(SqliteUrl.writing(file));
    configure(pool, settings);
  }

  @Override
  public void configureReaders(HikariConfig pool, DatabaseSettings settings) {
    pool.setJdbcUrl(SqliteUrl.reading(file));
    pool.setConnectionInitSql("PRAGMA query_only = ON");
    configure(pool, settings);
  }

  @Override
  public String identityColumn() {
    return "integer primary key autoincrement";
  }

  @Override
  public Map<String, Object> hibernateProperties() {
    return Map.of(JdbcSettings.DIALECT, SQLiteDialect.class.getName());
  }

  @Override
  public String place() {
    return file.toAbsolutePath().toString();
  }

  private static void configure(HikariConfig pool, DatabaseSettings settings) {
    pool.addDataSourceProperty("busy_timeout", settings.patience().toMillis());
    pool.setExceptionOverride(new SqliteEviction());
  }
}
