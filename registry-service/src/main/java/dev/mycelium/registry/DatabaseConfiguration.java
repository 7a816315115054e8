package dev.mycelium.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * One connection that writes, some that read (docs/decisions/0001). A transaction marked read-only
 * never waits behind a commit.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Bean(defaultCandidate = false)
  HikariDataSource writer(DatabaseSettings settings) {
    HikariConfig config = pool("writer", 1);
    config.setJdbcUrl(SqliteUrl.writing(settings.file()));
    return new HikariDataSource(config);
  }

  @Bean(defaultCandidate = false)
  HikariDataSource readers(DatabaseSettings settings) {
    HikariConfig config = pool("readers", settings.readers());
    config.setMinimumIdle(1);
    config.setJdbcUrl(SqliteUrl.reading(settings.file()));
    config.setConnectionInitSql("PRAGMA query_only = ON");
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

  private static HikariConfig pool(String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(PATIENCE.toMillis());
    return config;
  }
}
