package dev.mycelium.registry.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A name server that never answers costs a bounded time and a bounded number of threads. */
class LookupsTest {
  private final CountDownLatch answers = new CountDownLatch(1);
  private final Lookups lookups = new Lookups(this::resolve);

  @AfterEach
  void stop() {
    answers.countDown();
    lookups.close();
  }

  @Test
  void givesUpOnANameThatIsNotAnswered() {
    assertThatThrownBy(() -> address("slow.example:80"))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("in time");
  }

  @Test
  void asksNoMoreThanItsThreadsAndStillKnowsLiterals() throws IOException {
    for (int i = 0; i < 16; i++) {
      assertThatThrownBy(() -> address("slow.example:80"))
          .isInstanceOf(SocketTimeoutException.class);
    }

    assertThatThrownBy(() -> address("another.example:80"))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(address("10.1.2.3:80").getHostAddress()).isEqualTo("10.1.2.3");
  }

  private InetAddress address(String claimed) throws IOException {
    return lookups.address(CallAddress.of(claimed), Deadline.in(Duration.ofMillis(20)));
  }

  private InetAddress resolve(String host) throws UnknownHostException {
    if (host.endsWith(".example")) {
      hang();
    }
    return InetAddress.getByName(host);
  }

  private void hang() throws UnknownHostException {
    try {
      answers.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException("no such name");
  }
}
