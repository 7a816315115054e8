package dev.mycelium.registry.problem;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.function.IntConsumer;

/** A request of which somebody sees how its body is read, and may end that by failing. */
public final class WatchedBody extends HttpServletRequestWrapper {
  private final IntConsumer watch;

  /**
   * @param watch is told 0 before each read, and after it how many bytes came
   */
  public WatchedBody(HttpServletRequest request, IntConsumer watch) {
    super(request);
    this.watch = watch;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Stream(super.getInputStream(), watch);
  }

  private static final class Stream extends ServletInputStream {
    private final ServletInputStream body;
    private final IntConsumer watch;

    Stream(ServletInputStream body, IntConsumer watch) {
      this.body = body;
      this.watch = watch;
    }

    @Override
    public int read() throws IOException {
      watch.accept(0);
      int next = body.read();
      watch.accept(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      watch.accept(0);
      int count = body.read(target, offset, length);
      watch.accept(Math.max(count, 0));
      return count;
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
