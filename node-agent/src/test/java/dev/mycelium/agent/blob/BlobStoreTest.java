package dev.mycelium.agent.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.wire.problem.ProblemException;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
  private static final BlobLimits LIMITS = new BlobLimits(1000, 3000);

  /** FIPS 180-2, appendix B.1. */
  private static final Sha256 ABC =
      new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  private static final Sha256 OTHER = new Sha256("0".repeat(64));

  @TempDir Path directory;
  private BlobStore store;

  @BeforeEach
  void open() {
    store = BlobStore.open(directory, LIMITS);
  }

  @Test
  void keepsContentUnderItsHash() {
    Sha256 sha = store.put(text("abc"));

    assertThat(sha).isEqualTo(ABC);
    assertThat(directory.resolve("ba").resolve(ABC.hex())).hasContent("abc");
    assertThat(content(ABC)).isEqualTo("abc");
    assertThat(store.size(ABC)).hasValue(3);
    assertThat(store.offset(ABC)).isEqualTo(3);
    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void knowsNothingOfABlobThatWasNeverPut() {
    assertThat(store.contains(ABC)).isFalse();
    assertThat(store.open(ABC)).isEmpty();
    assertThat(store.offset(ABC)).isZero();
  }

  @Test
  void stillHoldsItsBlobsAfterARestart() {
    store.put(out -> out.write("abc".getBytes(UTF_8)));

    open();

    assertThat(content(ABC)).isEqualTo("abc");
    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void refusesContentOfAnotherHash() {
    assertRejected(ProblemType.HASH_MISMATCH, () -> store.put(OTHER, text("abc")));

    assertThat(store.contains(ABC)).isFalse();
    assertNothingLeft();
  }

  @Test
  void takesContentOfTheStatedHash() {
    store.put(ABC, text("abc"));
    store.put(ABC, text("not read any more"));

    assertThat(content(ABC)).isEqualTo("abc");
    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void countsContentThatIsPutTwiceOnce() {
    store.put(text("abc"));
    store.put(text("abc"));

    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void refusesABlobOverItsLimit() {
    store.put(bytes(1000, 1));

    assertRejected(ProblemType.BODY_TOO_LARGE, () -> store.put(bytes(1001, 2)));
    assertRejected(ProblemType.BODY_TOO_LARGE, () -> store.put(endless()));
    assertRejected(ProblemType.BODY_TOO_LARGE, () -> store.append(OTHER, 0, endless()));
    assertThat(store.totalBytes()).isEqualTo(1000);
  }

  @Test
  void refusesWhatDoesNotFitBesideTheOthersUntilSomeAreGone() {
    Sha256 first = store.put(bytes(1000, 1));
    store.put(bytes(1000, 2));
    store.append(OTHER, 0, bytes(900, 3));

    assertRejected(ProblemType.STORAGE_FULL, () -> store.put(bytes(101, 4)));
    assertThat(store.totalBytes()).isEqualTo(2900);
    store.delete(first);

    assertThat(store.contains(store.put(bytes(1000, 4)))).isTrue();
  }

  @Test
  void leavesNothingHalfWhenTheDiskIsFullAndGoesOnWhenItIsFreed() {
    List<Integer> room = new ArrayList<>(List.of(500));
    store =
        BlobStore.open(directory, LIMITS, Durability.POWER_LOSS, file -> new SmallDisk(file, room));
    store.put(text("abc"));

    assertRejected(ProblemType.STORAGE_FULL, () -> store.put(bytes(800, 1)));

    assertThat(content(ABC)).isEqualTo("abc");
    assertThat(store.totalBytes()).isEqualTo(3);
    assertThat(temporaries()).isEmpty();
    room.set(0, 1000);
    assertThat(store.contains(store.put(bytes(800, 1)))).isTrue();
  }

  @Test
  void keepsNothingOfContentThatBreaksOff() {
    assertThatThrownBy(() -> store.put(breakingOffAfter("ab")))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("connection reset");

    assertNothingLeft();
  }

  @Test
  void doesNotServeABlobDamagedAtRest() throws IOException {
    store.put(text("abc"));
    Files.writeString(directory.resolve("ba").resolve(ABC.hex()), "abd");

    open();

    assertThat(store.open(ABC)).isEmpty();
    assertThat(store.contains(ABC)).isFalse();
    assertThat(store.offset(ABC)).isZero();
    assertNothingLeft();
    store.put(ABC, text("abc"));
    assertThat(content(ABC)).isEqualTo("abc");
  }

  @Test
  void doesNotServeABlobDamagedAfterItWasRead() throws IOException {
    store.put(text("abc"));
    assertThat(content(ABC)).isEqualTo("abc");

    Files.writeString(directory.resolve("ba").resolve(ABC.hex()), "abcd");

    assertThat(store.open(ABC)).isEmpty();
    assertNothingLeft();
  }

  @Test
  void keepsWhatItIsToldUntilItIsToldAnother() throws IOException {
    store.put(text("abc"));
    store.keep(Set.of(ABC));
    store.delete(ABC);
    store.retainOnly(Set.of());
    assertThat(content(ABC)).isEqualTo("abc");

    store.keep(Set.of());
    store.delete(ABC);

    assertNothingLeft();
  }

  @Test
  void sweepsUpWhatAKilledProcessLeft() throws IOException {
    Files.writeString(directory.resolve("temporary").resolve("blob17.tmp"), "half a bl");

    open();

    assertNothingLeft();
  }

  @Test
  void ignoresLinksAndStrangersInItsDirectory() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "abc");
    Files.createDirectory(directory.resolve("ba"));
    Files.createSymbolicLink(directory.resolve("ba").resolve(ABC.hex()), outside);
    Files.writeString(directory.resolve("ba").resolve("readme"), "hello");

    open();

    assertThat(store.contains(ABC)).isFalse();
    assertThat(store.totalBytes()).isZero();
  }

  @Test
  void retainsOnlyWhatItIsTold() {
    store.put(text("abc"));
    Sha256 second = store.put(text("second"));
    store.append(OTHER, 0, text("half"));

    store.retainOnly(Set.of(ABC));

    assertThat(content(ABC)).isEqualTo("abc");
    assertThat(store.contains(second)).isFalse();
    assertThat(store.offset(OTHER)).isZero();
    assertThat(store.totalBytes()).isEqualTo(3);
  }

  @Test
  void takesTheSameBlobFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Sha256> put = () -> store.put(text("abc"));

    Set<Sha256> names = new HashSet<>();
    try {
      for (Future<Sha256> name : threads.invokeAll(List.of(put, put, put, put, put, put))) {
        names.add(name.get());
      }
    } finally {
      threads.shutdown();
    }

    assertThat(names).containsExactly(ABC);
    assertThat(content(ABC)).isEqualTo("abc");
    assertThat(store.totalBytes()).isEqualTo(3);
    assertThat(temporaries()).isEmpty();
  }

  private String content(Sha256 sha) {
    try (FileChannel blob = store.open(sha).orElseThrow()) {
      return new String(Channels.newInputStream(blob).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertNothingLeft() {
    assertThat(store.totalBytes()).isZero();
    assertThat(temporaries()).isEmpty();
  }

  private List<Path> temporaries() {
    try (Stream<Path> files = Files.list(directory.resolve("temporary"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertRejected(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
  }

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static InputStream bytes(int count, int value) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return new ByteArrayInputStream(bytes);
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 'x';
      }
    };
  }

  static InputStream breakingOffAfter(String text) {
    InputStream beginning = text(text);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int next = beginning.read();
        if (next < 0) {
          throw new IOException("connection reset");
        }
        return next;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = beginning.read(target, offset, length);
        if (count < 0) {
          throw new IOException("connection reset");
        }
        return count;
      }
    };
  }

  /** Takes as many bytes as there is room, over all its files, and then fails as Linux does. */
  private record SmallDisk(WritableByteChannel file, List<Integer> room)
      implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int most = Math.min(room.get(0), bytes.remaining());
      if (most == 0) {
        throw new IOException("No space left on device");
      }
      ByteBuffer part = bytes.slice().limit(most);
      int written = file.write(part);
      bytes.position(bytes.position() + written);
      room.set(0, room.get(0) - written);
      return written;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
