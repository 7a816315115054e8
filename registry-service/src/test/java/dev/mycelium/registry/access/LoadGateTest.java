package dev.mycelium.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.registry.problem.Refusals;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Load is shed before memory ends, and taken on again afterwards. */
class LoadGateTest {
  private boolean tight;
  private final LoadGate gate =
      new LoadGate(
          new AccessSettings(500, false, 3, 1, Duration.ofSeconds(30), Duration.ofMinutes(2)),
          () -> tight,
          new Refusals(JsonMapper.shared()));

  @Test
  void refusesTheRequestBeyondTheLimit() {
    enter();
    enter();
    enter();

    assertThatThrownBy(this::enter)
        .isInstanceOf(OverloadedException.class)
        .hasMessage("requests in progress: 3 (expected: fewer)");
  }

  @Test
  void takesARequestForEachThatWasAnswered() {
    enter();
    enter();
    enter();
    gate.dismiss(new MockHttpServletRequest());

    assertThatCode(this::enter).doesNotThrowAnyException();
  }

  @Test
  void letsFewIntoTightMemoryAndAllAgainAfterwards() {
    tight = true;
    enter();
    assertThatThrownBy(this::enter).hasMessageStartingWith("memory: short");

    tight = false;

    assertThatCode(this::enter).doesNotThrowAnyException();
  }

  /** Else a burst would spend its address's permits on requests that are refused right after. */
  @Test
  void comesBeforeRatesAreCounted() {
    assertThat(OrderUtils.getOrder(LoadGate.class, 0))
        .isLessThan(OrderUtils.getOrder(RateGate.class, 0));
  }

  @Test
  void saysWhenToAskAgainWhileMemoryIsShort() throws Exception {
    tight = true;
    enter();
    MockHttpServletResponse answer = new MockHttpServletResponse();

    gate.doFilter(new MockHttpServletRequest(), answer, new MockFilterChain());

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
    assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    assertThat(answer.getContentAsString()).contains("memory: short, requests in progress: 1");
  }

  @Test
  void givesOneAddressNoMoreThanItsShare() {
    enterFrom("192.0.2.1");
    assertThatThrownBy(() -> enterFrom("192.0.2.1"))
        .hasMessage("requests in progress: too many from this address (expected: at most 1)");

    assertThatCode(() -> enterFrom("192.0.2.2")).doesNotThrowAnyException();
    gate.dismiss(from("192.0.2.1"));
    assertThatCode(() -> enterFrom("192.0.2.1")).doesNotThrowAnyException();
  }

  private void enterFrom(String address) {
    gate.admit(from(address), new MockHttpServletResponse());
  }

  private static MockHttpServletRequest from(String address) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    return request;
  }

  private void enter() {
    gate.admit(new MockHttpServletRequest(), new MockHttpServletResponse());
  }
}
