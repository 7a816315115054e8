package dev.mycelium.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says once where the registry can be found. */
@Component
class StartLine {
  private static final Logger LOG = LoggerFactory.getLogger(StartLine.class);

  private final String host;
  private final boolean ssl;
  private final Database database;

  StartLine(
      @Value("${server.address}") String host,
      @Value("#{'${server.ssl.key-store:}' != ''}") boolean ssl,
      Database database) {
    this.host = host;
    this.ssl = ssl;
    this.database = database;
  }

  @EventListener
  void on(ApplicationReadyEvent ready) {
    if (ready.getApplicationContext() instanceof WebServerApplicationContext context
        && context.getWebServer() != null) {
      LOG.info(
          "registry ready at {}://{}:{}, described at /docs, database {}",
          ssl ? "https" : "http",
          host,
          context.getWebServer().getPort(),
          database.place());
    }
  }
}
