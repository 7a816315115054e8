package dev.mycelium.registry.event;

import dev.mycelium.wire.event.NetworkEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the log to one reader, from an id on. Nothing is queued: a slow reader holds up this thread
 * only, and is sent the next page of the log when it has taken the last one. One that takes nothing
 * for as long as the server's connection timeout is dropped; it may resume.
 */
final class Follower {
  private static final int PAGE = 100;

  private final Events events;
  private final Bell bell;
  private final EventFilter wanted;
  private final SseEmitter reader;

  Follower(Events events, Bell bell, EventFilter wanted, SseEmitter reader) {
    this.events = events;
    this.bell = bell;
    this.wanted = wanted;
    this.reader = reader;
  }

  /** Ends when the reader is gone, or by interruption. */
  void follow(long after, Duration heartbeat) throws InterruptedException, IOException {
    long last = after;
    greet(last);
    long spoke = System.nanoTime();
    while (true) {
      long heard = bell.rings();
      List<NetworkEvent> page = events.after(last, PAGE, wanted);
      for (NetworkEvent event : page) {
        send(event);
        last = event.id();
        spoke = System.nanoTime();
      }
      Duration silence = Duration.ofNanos(System.nanoTime() - spoke);
      if (silence.compareTo(heartbeat) >= 0) {
        reader.send(SseEmitter.event().comment("still here"));
        spoke = System.nanoTime();
      } else if (page.size() < PAGE) {
        bell.await(heard, heartbeat.minus(silence));
      }
    }
  }

  /**
   * An id without data, so that a reader that loses the connection before an event resumes here.
   */
  private void greet(long last) throws IOException {
    reader.send(SseEmitter.event().comment("events after " + last).id(String.valueOf(last)));
  }

  private void send(NetworkEvent event) throws IOException {
    reader.send(
        SseEmitter.event().id(String.valueOf(event.id())).data(event, MediaType.APPLICATION_JSON));
  }
}
