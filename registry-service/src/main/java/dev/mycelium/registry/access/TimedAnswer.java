package dev.mycelium.registry.access;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** An answer that fails, as if its reader had gone, when it was not taken in time. */
final class TimedAnswer extends HttpServletResponseWrapper {
  private final Duration limit;
  private final Clock clock;
  private @Nullable Instant end;
  private boolean late;

  TimedAnswer(HttpServletResponse answer, Duration limit, Clock clock) {
    super(answer);
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return new Stream(super.getOutputStream());
  }

  /** Fails if a write came too late. */
  void check() throws IOException {
    if (late) {
      throw new ClientAbortException("answer: not taken (expected: within %s)".formatted(limit));
    }
  }

  private void beforeWrite() throws IOException {
    if (end == null) {
      end = clock.instant().plus(limit);
    }
    late |= clock.instant().isAfter(end) && !isStream();
    check();
  }

  private boolean isStream() {
    String type = getContentType();
    return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
  }

  private final class Stream extends ServletOutputStream {
    private final ServletOutputStream answer;

    Stream(ServletOutputStream answer) {
      this.answer = answer;
    }

    @Override
    public void write(int next) throws IOException {
      beforeWrite();
      answer.write(next);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      beforeWrite();
      answer.write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
      answer.flush();
    }

    @Override
    public void close() throws IOException {
      answer.close();
    }

    @Override
    public boolean isReady() {
      return answer.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      answer.setWriteListener(listener);
    }
  }
}
