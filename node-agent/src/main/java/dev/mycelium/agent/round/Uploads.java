package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a coordinator's disk takes of its members: of each the update that the open round awaits, or
 * a head that is wanted, and nothing of anybody else. A member brings one blob at a time, all of
 * them together at most {@value #MOST_AT_ONCE}. What it brought before gives way to what it brings
 * now, and what did not come to count goes with its round, so that a round never leaves more than
 * one update of each member behind. Thread-safe.
 */
public final class Uploads {
  /** Each occupies a thread of the server, which has 200 and waits on them for members too. */
  public static final int MOST_AT_ONCE = 64;

  private static final long MORE_THAN_HEAD = 1 << 20;

  private final RoundDesk desk;
  private final BlobStore blobs;
  private final RoundJournal journal;
  private final Map<NodeId, Sha256> brought = new HashMap<>();
  private final Set<NodeId> underWay = new HashSet<>();

  /**
   * A blob, or what of it is still missing.
   *
   * @param offset bytes that have arrived before
   * @param length bytes that come now
   */
  public record Piece(NodeId node, Sha256 blob, long offset, long length) {

    public Piece {
      requireNonNull(node, "node");
      requireNonNull(blob, "blob");
      Expect.atLeast(offset, "offset", 0);
      Expect.atLeast(length, "length", 0);
    }
  }

  Uploads(RoundDesk desk, BlobStore blobs, RoundJournal journal) {
    this.desk = requireNonNull(desk, "desk");
    this.blobs = requireNonNull(blobs, "blobs");
    this.journal = requireNonNull(journal, "journal");
  }

  /**
   * Takes the last piece of a blob from {@code content}.
   *
   * @throws UploadRefusedException if the blob is not wanted, too large, or one too many now
   */
  public void take(Piece piece, InputStream content) {
    boolean lent = begin(piece);
    try {
      long unused = blobs.append(piece.blob(), piece.offset(), content);
      blobs.finish(piece.blob());
    } finally {
      end(piece, lent);
    }
    desk.uploaded();
  }

  /** Whether the blob is a head that is wanted, and not an update. */
  private synchronized boolean begin(Piece piece) {
    if (!desk.wantsUpload(piece.node(), piece.blob())) {
      throw UploadRefusedException.of(
          ProblemType.BLOB_UNWANTED, "nothing is awaited of node " + piece.node());
    }
    requireFits(piece);
    if (underWay.size() >= MOST_AT_ONCE) {
      throw UploadRefusedException.of(
          ProblemType.RATE_LIMITED,
          "uploads under way: %d (expected: < %d)".formatted(underWay.size(), MOST_AT_ONCE));
    }
    if (!underWay.add(piece.node())) {
      throw UploadRefusedException.of(
          ProblemType.UNAVAILABLE,
          "upload of %s: under way (expected: one at a time)".formatted(piece.node()));
    }
    boolean lent = desk.lacks(piece.blob());
    if (!lent) {
      bring(piece.node(), piece.blob());
    }
    return lent;
  }

  /** An update is about as large as the head that it changes. */
  private void requireFits(Piece piece) {
    long most =
        desk.head()
            .map(Head::sha)
            .flatMap(this::size)
            .map(bytes -> bytes + MORE_THAN_HEAD)
            .orElse(Long.MAX_VALUE);
    if (piece.length() > most - Math.min(most, piece.offset())) {
      throw UploadRefusedException.of(
          ProblemType.BODY_TOO_LARGE,
          "upload: %d bytes after %d (expected: at most %d in all)"
              .formatted(piece.length(), piece.offset(), most));
    }
  }

  private Optional<Long> size(Sha256 blob) {
    var size = blobs.size(blob);
    return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
  }

  /** An update whose round is over goes; a head that was lent does not, however soon it came. */
  private synchronized void end(Piece piece, boolean lent) {
    underWay.remove(piece.node());
    if (!lent && !piece.blob().equals(brought.get(piece.node()))) {
      drop(piece.blob());
    }
  }

  /** A member's update lies there, however it came. */
  synchronized void bring(NodeId node, Sha256 blob) {
    Sha256 before = brought.put(node, blob);
    if (before != null && !before.equals(blob)) {
      drop(before);
    }
  }

  /** From now on the journal says how long the update stays. */
  synchronized void counted(Submission submission) {
    brought.remove(submission.nodeId());
  }

  /** The update is not one that may count. */
  synchronized void refused(Submission submission) {
    brought.remove(submission.nodeId(), submission.updateSha());
    drop(submission.updateSha());
  }

  /** What was brought for the round that just closed, and does not count, goes. */
  synchronized void roundIsOver() {
    List<Sha256> left = List.copyOf(brought.values());
    brought.clear();
    left.forEach(this::drop);
  }

  /** Removes a blob unless it is also something else: one content has one name. */
  synchronized void drop(Sha256 blob) {
    if (blobs.offset(blob) == 0) {
      return;
    }
    boolean needed =
        desk.offers(blob)
            || desk.lacks(blob)
            || brought.containsValue(blob)
            || journal.referenced().contains(blob);
    if (!needed) {
      blobs.delete(blob);
    }
  }
}
