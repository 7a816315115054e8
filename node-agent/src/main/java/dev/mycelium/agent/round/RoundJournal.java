package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.Durability;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator's rounds on disk, so that a restart goes on where a kill stopped it, and so that
 * anybody can recompute a head from its updates. One folder for each attempt:
 *
 * <pre>
 *   rounds/GROUP/ROUND-EPOCH/manifest.json
 *                            submissions/HEX_OF_NODE_ID.json   one for each accepted update
 *                            outcome.json                      once the round ended
 * </pre>
 *
 * What is written is on disk before the call returns. Used by one coordinator at a time; reports
 * may be read from any thread, and however many read, the coordinator's next write is not put off.
 */
public final class RoundJournal {
  static final int KEPT_ATTEMPTS = 5;
  private static final String MANIFEST = "manifest.json";
  private static final String SUBMISSIONS = "submissions";
  private static final String OUTCOME = "outcome.json";

  private final Path rounds;
  private final DurableJson json;
  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

  public RoundJournal(Path directory) {
    this(directory, Durability.POWER_LOSS);
  }

  public RoundJournal(Path directory, Durability durability) {
    json = new DurableJson(durability);
    rounds = requireNonNull(directory, "directory").resolve("rounds");
  }

  void announced(RoundManifest manifest) {
    write(folder(manifest).resolve(MANIFEST), manifest);
  }

  void accepted(RoundManifest manifest, Submission submission) {
    String node = hex(submission.nodeId().value());
    write(folder(manifest).resolve(SUBMISSIONS).resolve(node + ".json"), submission);
  }

  void ended(RoundManifest manifest, RoundReport report) {
    write(folder(manifest).resolve(OUTCOME), report);
  }

  /** What was accepted in this attempt so far, if it is kept. */
  List<Submission> submissions(RoundManifest manifest) {
    return holding(lock.readLock(), () -> submissions(folder(manifest)));
  }

  /** An attempt of this epoch that began and did not end. */
  Optional<Attempt> unfinished(GroupId group, long epoch) {
    return holding(
        lock.readLock(),
        () ->
            attempts(group).stream()
                .filter(attempt -> attempt.manifest().epoch() == epoch)
                .filter(attempt -> attempt.outcome() == null)
                .reduce((earlier, later) -> later));
  }

  /** The head from which the next round would have been trained; empty if none is kept. */
  Optional<Head> tip(GroupId group) {
    return holding(lock.readLock(), () -> attempts(group)).stream()
        .reduce((earlier, later) -> later)
        .map(Attempt::tip);
  }

  /** Number of the newest round that was ever announced here; 0 if none was. */
  long lastRound(GroupId group) {
    return holding(lock.readLock(), () -> attempts(group)).stream()
        .mapToLong(attempt -> attempt.manifest().round())
        .max()
        .orElse(0);
  }

  /** Whether this very submission counts, as far as is known, in a round that is kept. */
  boolean counts(GroupId group, Submission submission) {
    return holding(lock.readLock(), () -> attempts(group)).stream()
        .filter(attempt -> attempt.submissions().stream().anyMatch(submission::repeats))
        .map(Attempt::outcome)
        .anyMatch(end -> end == null || end.counted().contains(submission.nodeId()));
  }

  /** How {@code round} ended, in its newest epoch; empty if it is not kept or still runs. */
  public Optional<RoundReport> report(GroupId group, long round) {
    return holding(
        lock.readLock(),
        () ->
            attempts(group).stream()
                .filter(attempt -> attempt.manifest().round() == round)
                .flatMap(attempt -> Stream.ofNullable(attempt.outcome()))
                .reduce((earlier, later) -> later));
  }

  /** Forgets all but the newest attempts and returns the blobs that only those referred to. */
  Set<Sha256> prune(GroupId group, int kept) {
    return holding(lock.writeLock(), () -> forgetOld(group, kept));
  }

  private Set<Sha256> forgetOld(GroupId group, int kept) {
    List<Attempt> attempts = attempts(group);
    Set<Sha256> dropped = new HashSet<>();
    attempts.subList(0, Math.max(0, attempts.size() - kept)).stream()
        .filter(attempt -> !attempt.beginsBranchOf(attempts))
        .forEach(
            attempt -> {
              dropped.addAll(attempt.blobs());
              json.delete(folder(attempt.manifest()));
            });
    dropped.removeAll(referenced());
    return dropped;
  }

  /** Blobs that some kept attempt refers to. */
  public Set<Sha256> referenced() {
    return holding(
        lock.readLock(),
        () ->
            DurableJson.children(rounds).stream()
                .flatMap(group -> read(group).stream())
                .flatMap(attempt -> attempt.blobs().stream())
                .collect(Collectors.toSet()));
  }

  private void write(Path file, Object value) {
    lock.writeLock().lock();
    try {
      json.write(file, value);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static <T> T holding(Lock held, Supplier<T> work) {
    held.lock();
    try {
      return work.get();
    } finally {
      held.unlock();
    }
  }

  private Path folder(RoundManifest manifest) {
    return folder(manifest.groupId()).resolve(manifest.round() + "-" + manifest.epoch());
  }

  private Path folder(GroupId group) {
    boolean plain = group.value().matches("[0-9A-Za-z-]{1,64}");
    return rounds.resolve(plain ? group.value() : hex(group.value()));
  }

  private static String hex(String id) {
    return HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8));
  }

  private List<Attempt> attempts(GroupId group) {
    return read(folder(group));
  }

  /** Oldest first: by epoch, then by round. */
  private List<Attempt> read(Path group) {
    List<Attempt> attempts = new ArrayList<>();
    for (Path folder : DurableJson.children(group)) {
      Path manifest = folder.resolve(MANIFEST);
      if (Files.exists(manifest)) {
        attempts.add(
            new Attempt(
                json.read(manifest, RoundManifest.class), submissions(folder), outcome(folder)));
      }
    }
    attempts.sort(
        Comparator.<Attempt>comparingLong(attempt -> attempt.manifest().epoch())
            .thenComparingLong(attempt -> attempt.manifest().round()));
    return attempts;
  }

  private @Nullable RoundReport outcome(Path folder) {
    Path outcome = folder.resolve(OUTCOME);
    return Files.exists(outcome) ? json.read(outcome, RoundReport.class) : null;
  }

  private List<Submission> submissions(Path folder) {
    return DurableJson.children(folder.resolve(SUBMISSIONS)).stream()
        .filter(file -> file.toString().endsWith(".json"))
        .map(file -> json.read(file, Submission.class))
        .toList();
  }
}
