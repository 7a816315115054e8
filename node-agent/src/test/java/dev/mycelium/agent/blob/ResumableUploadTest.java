package dev.mycelium.agent.blob;

import static dev.mycelium.agent.blob.BlobStoreTest.assertRejected;
import static dev.mycelium.agent.blob.BlobStoreTest.breakingOffAfter;
import static dev.mycelium.agent.blob.BlobStoreTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableUploadTest {
  private static final Sha256 ABC =
      new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  @TempDir Path directory;
  private BlobStore store;

  @BeforeEach
  void open() {
    store = BlobStore.open(directory, new BlobLimits(1000, 3000));
  }

  @Test
  void makesABlobOfPieces() {
    assertThat(store.append(ABC, 0, text("a"))).isEqualTo(1);
    assertThat(store.append(ABC, 1, text("bc"))).isEqualTo(3);
    assertThat(store.contains(ABC)).isFalse();

    store.finish(ABC);

    assertThat(store.size(ABC)).hasValue(3);
    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void goesOnAfterALostConnectionAndARestart() {
    assertThatThrownBy(() -> store.append(ABC, 0, breakingOffAfter("ab")))
        .isInstanceOf(UncheckedIOException.class);

    open();

    assertThat(store.offset(ABC)).isEqualTo(2);
    assertThat(store.totalBytes()).isEqualTo(2);
    store.append(ABC, 2, text("c"));
    store.finish(ABC);
    assertThat(store.contains(ABC)).isTrue();
  }

  @Test
  void leavesNothingOfAConnectionThatBreaksBeforeItsFirstByte() {
    assertThatThrownBy(() -> store.append(ABC, 0, breakingOffAfter("")))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(directory.resolve("partial")).isEmptyDirectory();
  }

  /** Hashed as it arrives, from two connections. */
  @Test
  void goesOnAfterALostConnection() {
    assertThatThrownBy(() -> store.append(ABC, 0, breakingOffAfter("ab")))
        .isInstanceOf(UncheckedIOException.class);

    store.append(ABC, 2, text("c"));
    store.finish(ABC);

    assertThat(store.contains(ABC)).isTrue();
  }

  @Test
  void beginsAnewWithTheHashOfADroppedUpload() {
    store.append(ABC, 0, text("abd"));
    store.delete(ABC);

    store.append(ABC, 0, text("abc"));
    store.finish(ABC);

    assertThat(store.contains(ABC)).isTrue();
  }

  @Test
  void refusesAnOffsetThatIsNotTheEndOfWhatArrived() {
    store.append(ABC, 0, text("ab"));

    assertRejected(ProblemType.UPLOAD_OFFSET, () -> store.append(ABC, 0, text("abc")));
    assertRejected(ProblemType.UPLOAD_OFFSET, () -> store.append(ABC, 3, text("c")));
    assertRejected(ProblemType.UPLOAD_OFFSET, () -> store.append(ABC, -1, text("c")));

    assertThat(store.offset(ABC)).isEqualTo(2);
  }

  @Test
  void dropsAnUploadOfAnotherHash() {
    store.append(ABC, 0, text("abd"));

    assertRejected(ProblemType.HASH_MISMATCH, () -> store.finish(ABC));

    assertThat(store.offset(ABC)).isZero();
    assertThat(store.totalBytes()).isZero();
  }

  @Test
  void finishesOnceHoweverOftenItIsAsked() {
    assertRejected(ProblemType.BLOB_NOT_FOUND, () -> store.finish(ABC));
    store.append(ABC, 0, text("abc"));

    store.finish(ABC);
    store.finish(ABC);

    assertThat(store.append(ABC, 3, text(""))).isEqualTo(3);
    assertRejected(ProblemType.UPLOAD_OFFSET, () -> store.append(ABC, 0, text("abc")));
    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void turnsASecondSenderAwayRatherThanLettingItWait() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService slowSender = Executors.newSingleThreadExecutor();

    Future<Long> first = slowSender.submit(() -> store.append(ABC, 0, new SlowText(begun, goOn)));
    begun.await();
    assertRejected(ProblemType.UNAVAILABLE, () -> store.append(ABC, 0, text("abc")));
    assertRejected(ProblemType.UNAVAILABLE, () -> store.finish(ABC));
    store.delete(ABC);
    goOn.countDown();

    assertThat(first.get()).isEqualTo(3);
    slowSender.shutdown();
    store.finish(ABC);
    assertThat(store.contains(ABC)).isTrue();
  }

  /** "abc" that arrives when it may. */
  private static final class SlowText extends InputStream {
    private final CountDownLatch begun;
    private final CountDownLatch goOn;
    private final InputStream content = text("abc");

    SlowText(CountDownLatch begun, CountDownLatch goOn) {
      this.begun = begun;
      this.goOn = goOn;
    }

    @Override
    public int read() throws IOException {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      return content.read();
    }
  }
}
