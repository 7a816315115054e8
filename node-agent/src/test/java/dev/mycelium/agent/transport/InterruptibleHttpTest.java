package dev.mycelium.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.round.CoordinatorLostException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptibleHttpTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final InterruptibleHttp http = new InterruptibleHttp();

  @AfterEach
  void end() {
    http.close();
  }

  @Test
  void endsAnAnswerThatStandsStillAfterItsHeaders() throws IOException {
    try (StallingServer sender = new StallingServer(1_000, 10)) {
      assertThatThrownBy(() -> http.ask(request(sender, Duration.ofSeconds(3))))
          .isInstanceOf(CoordinatorLostException.class)
          .hasMessageEndingWith("did not finish its answer in PT3S");

      assertThat(sender.released()).succeedsWithin(SOON);
    }
  }

  @Test
  void endsAnAnswerOfMoreThanAMebibyteWhileItComes() throws IOException {
    try (StallingServer sender = new StallingServer(Integer.MAX_VALUE, (1 << 20) + 1)) {
      assertThatThrownBy(() -> http.ask(request(sender, Duration.ofSeconds(40))))
          .isInstanceOf(CoordinatorLostException.class)
          .hasMessageContaining("body: more than 1,048,576 bytes");

      assertThat(sender.released()).succeedsWithin(SOON);
    }
  }

  @Test
  void takesAnAnswerOfAMebibyte() throws IOException {
    try (StallingServer sender = new StallingServer(1 << 20, 1 << 20)) {
      assertThat(http.ask(request(sender, Duration.ofSeconds(40))).body()).hasSize(1 << 20);
    }
  }

  private static HttpRequest request(StallingServer to, Duration atMost) {
    return HttpRequest.newBuilder(URI.create("http://" + to.address())).timeout(atMost).build();
  }
}
