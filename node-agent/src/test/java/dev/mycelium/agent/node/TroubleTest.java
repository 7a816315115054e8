package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mycelium.wire.group.GroupId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TroubleTest {
  private static final GroupId GROUP = new GroupId("group-1");

  private final Logger logger = (Logger) LoggerFactory.getLogger(Trouble.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Trouble trouble = new Trouble();

  @BeforeEach
  void listen() {
    logged.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
    logger.setLevel(null);
  }

  @Test
  void isToldOnceForAsLongAsItLasts() {
    tell("disk full");
    tell("disk full");

    assertThat(warnings()).containsExactly(warning("disk full"));
  }

  @Test
  void isToldAgainWhenItHasAnotherCause() {
    tell("disk full");
    tell("no such file");
    tell("disk full");

    assertThat(warnings())
        .containsExactly(warning("disk full"), warning("no such file"), warning("disk full"));
  }

  @Test
  void isToldAgainAfterItsEnd() {
    tell("disk full");
    trouble.end();
    tell("disk full");

    assertThat(warnings()).containsExactly(warning("disk full"), warning("disk full"));
  }

  private void tell(String message) {
    trouble.tell(GROUP, new IllegalStateException(message));
  }

  private static String warning(String message) {
    return "work failed: group=group-1 cause=\"java.lang.IllegalStateException: %s\""
        .formatted(message);
  }

  private List<String> warnings() {
    return logged.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
