package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.PayloadFile;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a learner remembers from one round of its group to another, on this node's disk alone:
 *
 * <pre>
 *   memory/GROUP/counted.safetensors   of the last update that came to count
 *                offered.safetensors   of the update after it; its metadata says of which attempt
 *                accepted              there once the coordinator took that update
 * </pre>
 *
 * What was offered takes the place of what counted once it is known that the update was counted
 * ({@code settle}), and is gone once it is known that it was not. It was counted if the
 * coordinator's report of its attempt lists this node and names a head. A coordinator without that
 * report, who came after the one that ran the round, leaves it to the head: it was counted if that
 * very attempt made it and the coordinator had said that it took the update. A restart keeps both
 * files. What was counted provisionally and then dropped stays counted here. Not thread-safe.
 */
public final class MemberMemory {
  private static final Logger log = LoggerFactory.getLogger(MemberMemory.class);
  private static final String MEMORY = "memory";
  private static final String ROUND = "round";
  private static final String EPOCH = "epoch";

  private final NodeId node;
  private final Path counted;
  private final Path offered;
  private final Path accepted;

  private MemberMemory(NodeId node, Path folder) {
    this.node = requireNonNull(node, "node");
    counted = folder.resolve("counted.safetensors");
    offered = folder.resolve("offered.safetensors");
    accepted = folder.resolve("accepted");
  }

  /** The memory in this group under {@code state}; that of every other group is forgotten. */
  public static MemberMemory of(NodeId node, GroupId group, Path state) {
    Path own = requireNonNull(state, "state").resolve(MEMORY).resolve(name(group));
    DurableJson files = new DurableJson();
    DurableJson.children(state.resolve(MEMORY)).stream()
        .filter(folder -> !folder.equals(own))
        .forEach(files::delete);
    return new MemberMemory(node, own);
  }

  private static String name(GroupId group) {
    return HexFormat.of().formatHex(group.value().getBytes(StandardCharsets.UTF_8));
  }

  /** Whose memory it is. */
  NodeId node() {
    return node;
  }

  /** What the next training is to begin with; null if nothing is remembered. */
  @Nullable Payload payload() {
    return read(counted).map(PayloadFile::payload).orElse(null);
  }

  /** Keeps what a training left behind, before its update is offered to the coordinator. */
  void offer(RoundManifest manifest, @Nullable Payload left) {
    if (left == null) {
      withdraw();
      return;
    }
    delete(accepted);
    Map<String, String> attempt =
        Map.of(ROUND, String.valueOf(manifest.round()), EPOCH, String.valueOf(manifest.epoch()));
    DurableFile.write(offered, new PayloadFile(left, attempt)::writeTo);
  }

  /** The coordinator took the update that was offered last. */
  void accept() {
    if (Files.exists(offered)) {
      DurableFile.write(accepted, out -> {});
    }
  }

  /** The update was refused. */
  void withdraw() {
    delete(accepted);
    delete(offered);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
    }
  }

  /** Finds out, when {@code head} was committed, what came of the update that was offered last. */
  void settle(Head head, LongFunction<Optional<RoundReport>> reports) {
    attempt()
        .filter(open -> head.round() >= open.round())
        .ifPresent(open -> end(open, head, reports));
  }

  /** As for the head from which the next training begins, which may be one nobody committed yet. */
  void settle(RoundManifest next, LongFunction<Optional<RoundReport>> reports) {
    attempt()
        .filter(open -> next.round() != open.round() || next.epoch() != open.epoch())
        .ifPresent(open -> end(open, next.head(), reports));
  }

  private void end(Attempt attempt, Head head, LongFunction<Optional<RoundReport>> reports) {
    boolean counts =
        reports
            .apply(attempt.round())
            .filter(report -> report.epoch() == attempt.epoch())
            .map(report -> report.head() != null && report.counted().contains(node))
            .orElseGet(() -> isMadeBy(attempt, head) && Files.exists(accepted));
    if (counts) {
      DurableFile.rename(offered, counted);
      delete(accepted);
    } else {
      log.info("update did not count, what it left is forgotten: {}", attempt);
      withdraw();
    }
  }

  private static boolean isMadeBy(Attempt attempt, Head head) {
    return head.round() == attempt.round() && head.epoch() == attempt.epoch();
  }

  private Optional<Attempt> attempt() {
    return read(offered)
        .map(PayloadFile::metadata)
        .map(
            told ->
                new Attempt(
                    Long.parseLong(told.getOrDefault(ROUND, "0")),
                    Long.parseLong(told.getOrDefault(EPOCH, "0"))));
  }

  private record Attempt(long round, long epoch) {}

  private static Optional<PayloadFile> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PayloadFile.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (InvalidTensorFileException e) {
      log.warn("forgotten, damaged on disk: {} cause=\"{}\"", file, e.getMessage());
      return Optional.empty();
    }
  }
}
