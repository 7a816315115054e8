package dev.mycelium.agent.directory;

import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundAccount;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry as an agent uses it. Answers that a caller branches on are values; a registry that
 * can't be reached is a {@link RegistryUnavailableException}, an answer that nobody foresaw a
 * {@link RegistryRefusedException}.
 */
public interface Directory {

  NodeId register(NodeRegistration registration);

  BeatResult beat(NodeId node, Heartbeat heartbeat);

  /** All groups, best first. */
  List<GroupView> groups();

  Optional<GroupView> group(GroupId group);

  List<MemberView> members(GroupId group);

  List<NodeView> nodes();

  FoundResult found(GroupCreation creation);

  JoinResult join(JoinRequest request);

  PublishResult publish(GroupId group, HeadProposal proposal);

  /** Tells how a round went, for others to read; telling it twice changes nothing. */
  void tell(GroupId group, RoundAccount account);

  /** Says goodbye: the node's place is free at once. */
  void leave(NodeId node);

  /** What became of a heartbeat. */
  sealed interface BeatResult {
    /** The lease is renewed. */
    record Renewed(HeartbeatReply reply) implements BeatResult {}

    /** The registry does not know the node: it lost its database, or retention removed the node. */
    record UnknownNode() implements BeatResult {}
  }

  /** What became of an attempt to found a group. */
  sealed interface FoundResult {
    /**
     * A new group stands; the founder is not in it yet.
     *
     * @param invitation the code that opens an invite-only group, told this once; null for open
     *     ones
     */
    record Founded(GroupId group, @Nullable String invitation) implements FoundResult {
      public Founded(GroupId group) {
        this(group, null);
      }
    }

    /** Somebody was faster: there is a compatible group with room. */
    record Exists(GroupId group) implements FoundResult {}
  }

  /** What became of a request to join. */
  sealed interface JoinResult {
    /** The node is a member. */
    record Joined(GroupId group) implements JoinResult {}

    /** The node is where it was; {@code problem} says why. */
    record Refused(Problem problem) implements JoinResult {}
  }

  /** What became of a proposed head. */
  sealed interface PublishResult {
    /** The proposal is the group's newest head. */
    record Committed(Head head) implements PublishResult {}

    /** Another term or another head came first. */
    record Stale(Problem problem) implements PublishResult {}
  }
}
