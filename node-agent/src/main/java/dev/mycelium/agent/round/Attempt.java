package dev.mycelium.agent.round;

import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A round as far as it got.
 *
 * @param outcome null until it ended
 */
record Attempt(
    RoundManifest manifest, List<Submission> submissions, @Nullable RoundReport outcome) {

  static Attempt begun(RoundManifest manifest, List<Submission> submissions) {
    return new Attempt(manifest, submissions, null);
  }

  /** What it made, or if it made nothing what it began with. */
  Head tip() {
    return outcome == null || outcome.head() == null ? manifest.head() : outcome.head();
  }

  Set<Sha256> blobs() {
    Set<Sha256> blobs = new HashSet<>();
    blobs.add(manifest.head().sha());
    blobs.add(tip().sha());
    submissions.forEach(submission -> blobs.add(submission.updateSha()));
    return blobs;
  }

  /**
   * Whether the present branch of provisional heads begins with this one: its head may be committed
   * and only the answer lost, and then there is no other copy of it.
   *
   * @param attempts all that are kept, the newest last
   */
  boolean beginsBranchOf(List<Attempt> attempts) {
    Sha256 parent = attempts.get(attempts.size() - 1).tip().parentSha();
    return attempts.stream()
        .filter(each -> !each.tip().equals(each.manifest().head()))
        .filter(each -> Objects.equals(each.tip().parentSha(), parent))
        .findFirst()
        .filter(this::equals)
        .isPresent();
  }
}
