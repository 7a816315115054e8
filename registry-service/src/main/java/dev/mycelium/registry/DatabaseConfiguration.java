package dev.mycelium.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Connections that write, and others that read. A transaction marked read-only never waits behind a
 * commit.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
  /** For finding out that a connection is dead. */
  private static final long LONGEST_CHECK_MILLIS = 5000;

  @Bean(defaultCandidate = false)
  HikariDataSource writer(Database database, DatabaseSettings settings) {
    HikariConfig config = pool("writer", settings.writers(), settings);
    database.configureWriter(config, settings);
    return new HikariDataSource(config);
  }

  @Bean(defaultCandidate = false)
  HikariDataSource readers(Database database, DatabaseSettings settings) {
    HikariConfig config = pool("readers", settings.readers(), settings);
    config.setMinimumIdle(1);
    database.configureReaders(config, settings);
    return new HikariDataSource(config);
  }

  @Bean
  @Primary
  DataSource dataSource(
      @Qualifier("writer") HikariDataSource writer,
      @Qualifier("readers") HikariDataSource readers) {
    LazyConnectionDataSourceProxy routed = new LazyConnectionDataSourceProxy(writer);
    routed.setReadOnlyDataSource(readers);
    return routed;
  }

  @Bean
  FlywayConfigurationCustomizer migration(
      Database database, @Qualifier("writer") HikariDataSource writer) {
    return flyway ->
        flyway
            .dataSource(database.forMigration(writer))
            .placeholders(Map.of("identity", database.identityColumn()));
  }

  @Bean
  HibernatePropertiesCustomizer dialect(Database database) {
    return properties -> properties.putAll(database.hibernateProperties());
  }

  private static HikariConfig pool(String name, int connections, DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setValidationTimeout(Math.min(settings.patience().toMillis(), LONGEST_CHECK_MILLIS));
    return config;
  }
}
