package dev.mycelium.registry.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Reads on for a short time what a caller still sends that was refused, then hangs up. Closed at
 * once, the connection would be reset by the bytes on their way, and the caller might never read
 * why; the container alone would read as long as the caller likes, and hold a thread. Only so many
 * are waited for at once: whoever sends nothing must not hold the threads of all.
 */
@Component
class UnreadBodies implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PATIENCE_BYTES = 32 << 20;
  private static final int AT_ONCE = 32;

  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  UnreadBodies(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new Lingering()));
  }

  private final class Lingering extends ValveBase {
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      getNext().invoke(request, response);
      if (response.getStatus() >= 400 && !isRead(request)) {
        response.finishResponse();
        if (!readOnInTurn(request.getCoyoteRequest())) {
          request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
      }
    }

    @Override
    public boolean isAsyncSupported() {
      return true;
    }
  }

  private static boolean isRead(Request request) {
    AtomicBoolean read = new AtomicBoolean();
    request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
    return read.get();
  }

  private boolean readOnInTurn(org.apache.coyote.Request request) {
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      return readOn(request);
    } finally {
      places.release();
    }
  }

  /** Whether the body ended before patience did. */
  private boolean readOn(org.apache.coyote.Request request) {
    Instant end = clock.instant().plus(PATIENCE);
    Discarded discarded = new Discarded();
    try {
      int left = PATIENCE_BYTES;
      while (left > 0 && clock.instant().isBefore(end)) {
        int count = request.doRead(discarded);
        if (count < 0) {
          return true;
        }
        left -= count;
      }
    } catch (IOException gone) {
      return false;
    }
    return false;
  }

  /** Where the container puts what it reads; the stream of the request is closed by now. */
  private static final class Discarded implements ApplicationBufferHandler {
    private @Nullable ByteBuffer bytes;

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      bytes = buffer;
    }

    @Override
    public @Nullable ByteBuffer getByteBuffer() {
      return bytes;
    }

    @Override
    public void expand(int size) {
      // The container brings its own buffer.
    }
  }
}
