package dev.mycelium.agent.directory;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.outbound.Circuit;
import dev.mycelium.wire.group.GroupCreated;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.Invitation;
import dev.mycelium.wire.group.InvitationRequest;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.Joined;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.HeartbeatReply;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistered;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundAccount;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A directory that asks a registry over HTTP. Thread-safe. Before the registry counts as
 * unavailable a request is repeated with growing and jittered pauses, a change under the same
 * {@code Idempotency-Key}; not so heartbeats, which their loop repeats, and the goodbye, which is
 * short.
 */
public final class HttpDirectory implements Directory {
  private final RegistryHttp http;
  private final ReadableGroups readable = new ReadableGroups();

  /** With an open registry that is reached directly. */
  public HttpDirectory(URI registry) {
    this(RegistryAccess.direct(requireNonNull(registry, "registry")));
  }

  /** For who asks in nobody's name. */
  public HttpDirectory(RegistryAccess access) {
    http = new RegistryHttp(requireNonNull(access, "access"));
  }

  /** For a node: whatever it changes is signed. */
  public HttpDirectory(RegistryAccess access, RequestSigner signer) {
    http = new RegistryHttp(requireNonNull(access, "access"), requireNonNull(signer, "signer"));
  }

  /** How calls to the registry go. */
  public Circuit.State circuit() {
    return http.circuit();
  }

  @Override
  public NodeId register(NodeRegistration registration) {
    RegistryHttp.Reply reply = http.repeated("POST", "/nodes/register", registration);
    return reply.expect("registration", NodeRegistered.class).nodeId();
  }

  @Override
  public BeatResult beat(NodeId node, Heartbeat heartbeat) {
    RegistryHttp.Reply reply = http.once("POST", path("/nodes/%s/heartbeat", node), heartbeat);
    return reply.is(ProblemType.NODE_NOT_FOUND)
        ? new BeatResult.UnknownNode()
        : new BeatResult.Renewed(reply.expect("heartbeat", HeartbeatReply.class));
  }

  @Override
  public List<GroupView> groups() {
    return readable.of(http.get("/groups").expect("list of groups", JsonNode[].class));
  }

  /** Groups that {@link #groups} left out as it does not understand them: the cause by id. */
  public Map<String, String> leftOut() {
    return readable.leftOut();
  }

  @Override
  public Optional<GroupView> group(GroupId group) {
    RegistryHttp.Reply reply = http.get(path("/groups/%s", group));
    return reply.is(ProblemType.GROUP_NOT_FOUND)
        ? Optional.empty()
        : Optional.of(reply.expect("group", GroupView.class));
  }

  @Override
  public List<MemberView> members(GroupId group) {
    return List.of(
        http.get(path("/groups/%s/members", group)).expect("list of members", MemberView[].class));
  }

  @Override
  public List<NodeView> nodes() {
    return List.of(http.get("/nodes").expect("list of nodes", NodeView[].class));
  }

  @Override
  public FoundResult found(GroupCreation creation) {
    RegistryHttp.Reply reply = http.repeated("POST", "/groups", creation);
    String existing =
        reply.is(ProblemType.COMPATIBLE_GROUP_EXISTS) ? reply.problem().groupId() : null;
    if (existing != null) {
      return new FoundResult.Exists(new GroupId(existing));
    }
    GroupCreated created = reply.expect("founding", GroupCreated.class);
    return new FoundResult.Founded(created.groupId(), created.invitation());
  }

  /** A further code for an invite-only group. */
  public Invitation invite(GroupId group, InvitationRequest request) {
    return http.repeated("POST", path("/groups/%s/invitations", group), request)
        .expect("invitation", Invitation.class);
  }

  @Override
  public JoinResult join(JoinRequest request) {
    RegistryHttp.Reply reply = http.repeated("POST", "/groups/join", request);
    return reply.isRefusal()
        ? new JoinResult.Refused(reply.problem())
        : new JoinResult.Joined(reply.expect("join", Joined.class).groupId());
  }

  @Override
  public PublishResult publish(GroupId group, HeadProposal proposal) {
    RegistryHttp.Reply reply = http.repeated("POST", path("/groups/%s/heads", group), proposal);
    return reply.is(ProblemType.STALE_EPOCH) || reply.is(ProblemType.STALE_PARENT)
        ? new PublishResult.Stale(reply.problem())
        : new PublishResult.Committed(reply.expect("head", Head.class));
  }

  @Override
  public void tell(GroupId group, RoundAccount account) {
    http.once("POST", path("/groups/%s/rounds", group), account)
        .expectSuccess("account of a round");
  }

  @Override
  public void leave(NodeId node) {
    RegistryHttp.Reply reply = http.once("DELETE", path("/nodes/%s", node), null);
    if (!reply.is(ProblemType.NODE_NOT_FOUND)) {
      reply.expectSuccess("goodbye");
    }
  }

  private static String path(String pattern, Object id) {
    return pattern.formatted(UrlPath.encoded(id.toString()));
  }
}
