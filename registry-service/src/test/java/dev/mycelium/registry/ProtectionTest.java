package dev.mycelium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** A registry that other machines reach says what stands open. */
class ProtectionTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Protection.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  @Test
  void warnsThatAnybodyMayWrite() {
    assertThat(warningsOf())
        .containsExactly(
            "host 0.0.0.0 is open to other machines, and anybody may write; see --token");
  }

  @Test
  void warnsThatTheTokenCanBeRead() {
    assertThat(warningsOf("--token", "a-token-that-nobody-guesses-soon"))
        .containsExactly("the token travels readably to host 0.0.0.0; see --tls-keystore");
  }

  @Test
  void isSilentWhereATokenTravelsEncrypted() {
    assertThat(
            warningsOf("--token", "a-token-that-nobody-guesses-soon", "--tls-keystore", "key.p12"))
        .isEmpty();
  }

  private List<String> warningsOf(String... options) {
    CommandLine.populateCommand(new Protection(), options).warn("0.0.0.0");
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
