package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.Directory.JoinResult;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a group for a node that is in none: the one it was told to begin in, the one it was in
 * last, the best compatible one with room, or a new one.
 */
final class GroupSearch {
  private static final Logger log = LoggerFactory.getLogger(GroupSearch.class);

  private final NodeId node;
  private final NodeProfile profile;
  private final Directory directory;
  private final LastGroup last;
  private final Predicate<Sha256> holds;

  /** A group that was joined. */
  record Found(GroupView group, String how) {}

  /**
   * @param holds whether a blob lies on this node's disk
   */
  GroupSearch(NodeProfile profile, Directory directory, LastGroup last, Predicate<Sha256> holds) {
    this.node = requireNonNull(profile.registration().nodeId(), "nodeId");
    this.profile = profile;
    this.directory = directory;
    this.last = last;
    this.holds = holds;
  }

  /**
   * The group in which the process begins its work.
   *
   * @throws UnusableGroupException if it was told to begin in a group that it can't work in
   */
  Optional<Found> first() {
    GroupId told = profile.startGroup();
    return told == null ? again() : Optional.of(begin(told));
  }

  /**
   * A group for a node that lost its own; empty if there is none to be had at the moment. Who was
   * invited to a closed group never ends up among strangers by itself.
   */
  Optional<Found> again() {
    GroupId told = profile.startGroup();
    if (told != null && profile.invitation() != null) {
      return join(told, "back in the group it was invited to");
    }
    Optional<Found> before =
        last.read()
            .flatMap(directory::group)
            .filter(group -> !isForsaken(group))
            .flatMap(group -> join(group.groupId(), "back in its last group"));
    return before.or(this::best).or(this::found);
  }

  /** Whoever came alone and without the head would wait for it for ever. */
  private boolean isForsaken(GroupView group) {
    Head head = group.head();
    return head != null && group.memberCount() == 0 && !holds.test(head.sha());
  }

  private Found begin(GroupId told) {
    GroupView group = directory.group(told).orElseThrow(() -> UnusableGroupException.unknown(told));
    if (profile.trains() && !profile.candidates().isCompatible(group.spec())) {
      throw UnusableGroupException.incompatible(group, profile.candidates());
    }
    JoinResult result = directory.join(request(told, "told to begin here"));
    if (result instanceof JoinResult.Refused refused) {
      throw UnusableGroupException.refused(told, refused.problem());
    }
    last.write(told);
    return new Found(group, "told to begin here");
  }

  private Optional<Found> best() {
    for (GroupView group : profile.candidates().among(directory.groups())) {
      Optional<Found> found = join(group.groupId(), "the best compatible group with room");
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Founds a group, unless another node was faster. Empty if that one is full already; the caller
   * asks again later, since the registry knows best what is compatible.
   */
  private Optional<Found> found() {
    if (!profile.trains()) {
      return Optional.empty();
    }
    FoundResult result = directory.found(profile.founding());
    if (result instanceof FoundResult.Exists exists) {
      return join(exists.group(), "founded by another node a moment ago");
    }
    return join(((FoundResult.Founded) result).group(), "founded, as none was compatible");
  }

  /** Joins if this node can work there and there is room. */
  private Optional<Found> join(GroupId id, String how) {
    Optional<GroupView> group =
        directory.group(id).filter(view -> profile.candidates().isCompatible(view.spec()));
    if (group.isEmpty()) {
      return Optional.empty();
    }
    JoinResult result = directory.join(request(id, how));
    if (result instanceof JoinResult.Refused refused) {
      log.info("join refused: group={} cause=\"{}\"", id, refused.problem().text());
      return Optional.empty();
    }
    last.write(id);
    return Optional.of(new Found(group.get(), how));
  }

  private JoinRequest request(GroupId group, String reason) {
    String invitation = group.equals(profile.startGroup()) ? profile.invitation() : null;
    return new JoinRequest(node, group, reason, Map.of(), invitation);
  }
}
