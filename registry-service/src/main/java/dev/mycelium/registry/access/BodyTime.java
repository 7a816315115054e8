package dev.mycelium.registry.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a time for its body, from its entry through {@link LoadGate}. The container's
 * limit counts from read to read: a caller that sends a byte now and then never reaches it.
 */
@Component
@Order(-29)
class BodyTime extends OncePerRequestFilter {
  private final AccessSettings settings;
  private final Clock clock;

  BodyTime(AccessSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Instant end = clock.instant().plus(settings.bodyTimeout());
    chain.doFilter(new TimedRequest(request, end), response);
  }

  private void check(Instant end) {
    if (clock.instant().isAfter(end)) {
      throw BodyTooSlowException.of(settings.bodyTimeout());
    }
  }

  private final class TimedRequest extends HttpServletRequestWrapper {
    private final Instant end;

    TimedRequest(HttpServletRequest request, Instant end) {
      super(request);
      this.end = end;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new TimedStream(super.getInputStream(), end);
    }
  }

  private final class TimedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final Instant end;

    TimedStream(ServletInputStream body, Instant end) {
      this.body = body;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      check(end);
      return body.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      check(end);
      return body.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
