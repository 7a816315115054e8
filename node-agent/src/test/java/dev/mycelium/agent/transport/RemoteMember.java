package dev.mycelium.agent.transport;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.LocalTraining;
import dev.mycelium.agent.round.Member;
import dev.mycelium.agent.round.MemberListener;
import dev.mycelium.agent.round.MemberMemory;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A member on a thread of its own, which comes back to its coordinator as often as it loses it. Its
 * pauses are short and its circuit is new each time: what a test waits for is the way, not them.
 */
final class RemoteMember implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final long JOIN_MILLIS = 60_000;

  private final Supplier<Head> newest;
  private final BlobStore blobs;
  private final Member member;
  private final TcpProxy way;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<HttpCoordination> current = new AtomicReference<>();
  private final List<RuntimeException> troubles = new CopyOnWriteArrayList<>();
  private final AtomicInteger submitted = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /**
   * @param newest the group's head as the registry tells it
   */
  RemoteMember(Learner learner, Path disk, int port, Supplier<Head> newest) throws IOException {
    NodeId node = new NodeId(disk.getFileName().toString());
    this.newest = newest;
    blobs = BlobStore.open(disk.resolve("blobs"), ServedGroup.LIMITS);
    LocalTraining training =
        LocalTraining.of(
            learner,
            new CompressionSpec.None(),
            blobs,
            MemberMemory.of(node, RemoteGroup.GROUP, disk));
    member = new Member(node, training, blobs, Set::of, new Listener());
    way = new TcpProxy(port);
    thread = new Thread(this::serve, "member-" + node);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Somebody else coordinates, as a heartbeat would tell. */
  void follow(int port) {
    way.leadTo(port);
    current.get().close();
  }

  TcpProxy way() {
    return way;
  }

  BlobStore blobs() {
    return blobs;
  }

  List<RuntimeException> troubles() {
    return troubles;
  }

  /** Updates that the coordinator took. */
  int submitted() {
    return submitted.get();
  }

  /** Why updates were not taken. */
  List<String> failures() {
    return failures;
  }

  private void serve() {
    while (stop.getCount() > 0) {
      try (HttpCoordination coordination = new HttpCoordination(peer(), RemoteGroup.GROUP, blobs)) {
        current.set(coordination);
        Head head = newest.get();
        if (head != null) {
          member.learnOf(head);
        }
        member.serve(coordination, () -> stop.getCount() == 0);
      } catch (CoordinatorLostException e) {
        rest();
      } catch (RuntimeException e) {
        troubles.add(e);
        rest();
      }
    }
  }

  private Peer peer() {
    return new Peer(way.address(), new Circuit("coordinator"), FIRST_PAUSE, () -> {});
  }

  private void rest() {
    try {
      boolean unused = stop.await(5, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private final class Listener implements MemberListener {
    @Override
    public void holds(Sha256 blob) {}

    @Override
    public void training(RoundManifest manifest) {}

    @Override
    public void submitted(RoundManifest manifest, LocalUpdate update) {
      submitted.incrementAndGet();
    }

    @Override
    public void failed(RoundManifest manifest, String cause) {
      failures.add(cause);
    }

    @Override
    public void committed(Head head) {}

    @Override
    public void scored(Head head, Evaluation evaluation) {}

    @Override
    public void adopted(Head head) {}
  }

  @Override
  public void close() {
    stop.countDown();
    way.close();
    HttpCoordination waiting = current.get();
    if (waiting != null) {
      waiting.close();
    }
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
