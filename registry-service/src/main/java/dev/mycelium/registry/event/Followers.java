package dev.mycelium.registry.event;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Who follows the log now: so many and no more, each on a thread of its own. */
@Component
@EnableConfigurationProperties(EventSettings.class)
class Followers {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

  private final Events events;
  private final Bell bell;
  private final EventSettings settings;
  private final Semaphore places;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicLong number = new AtomicLong();

  Followers(Events events, Bell bell, EventSettings settings) {
    this.events = events;
    this.bell = bell;
    this.settings = settings;
    this.places = new Semaphore(settings.connections());
  }

  /**
   * A stream of what follows the event {@code after}, or of what is to come if null. An id beyond
   * the newest is of another log, lost since: its reader is sent this one from the beginning.
   */
  SseEmitter follow(@Nullable Long after, EventFilter wanted) {
    long newest = events.newest();
    long start = after == null ? newest : after > newest ? 0 : after;
    if (!places.tryAcquire()) {
      throw TooManyFollowersException.of(settings.connections());
    }
    SseEmitter reader = new SseEmitter(settings.lifetime().toMillis());
    reader.onTimeout(reader::complete);
    Follower follower = new Follower(events, bell, wanted, reader);
    Thread thread =
        new Thread(() -> run(follower, start, reader), "events-" + number.incrementAndGet());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return reader;
  }

  /** Before the server waits for requests in progress: these would not end by themselves. */
  @EventListener
  void on(ContextClosedEvent closed) {
    threads.forEach(Thread::interrupt);
  }

  private void run(Follower follower, long start, SseEmitter reader) {
    try {
      follower.follow(start, settings.heartbeat());
    } catch (IOException | IllegalStateException gone) {
      LOG.debug("a follower is gone: {}", gone.getMessage());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOG.warn("a follower was dropped, it may resume", failure);
    } finally {
      reader.complete();
      threads.remove(Thread.currentThread());
      places.release();
    }
  }
}
