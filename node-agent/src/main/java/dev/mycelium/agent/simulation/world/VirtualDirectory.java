package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.RegistryTimes;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.outbound.Retries;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.JoinRequest;
import dev.mycelium.wire.group.MemberView;
import dev.mycelium.wire.node.Heartbeat;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.node.NodeView;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.RoundAccount;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The registry across the virtual network, with the habits of the real way there: a change is
 * repeated under one key before the registry counts as unavailable, a heartbeat is not.
 */
final class VirtualDirectory implements Directory {
  private static final URI ADDRESS = URI.create("virtual:registry");

  private final Line<RegistryDesk> line;
  private final Life life;
  private long keys;

  VirtualDirectory(VirtualNetwork network, Life life) {
    this.life = requireNonNull(life, "life");
    line = new Line<>(network, life, RegistryDesk.NAME, RegistryDesk.class);
  }

  @Override
  public NodeId register(NodeRegistration registration) {
    return repeated("register", registry -> registry.register(registration));
  }

  @Override
  public BeatResult beat(NodeId node, Heartbeat heartbeat) {
    return once("beat", registry -> registry.beat(node, heartbeat));
  }

  @Override
  public List<GroupView> groups() {
    return once("groups", Directory::groups);
  }

  @Override
  public Optional<GroupView> group(GroupId group) {
    return once("group", registry -> registry.group(group));
  }

  @Override
  public List<MemberView> members(GroupId group) {
    return once("members", registry -> registry.members(group));
  }

  @Override
  public List<NodeView> nodes() {
    return once("nodes", Directory::nodes);
  }

  @Override
  public FoundResult found(GroupCreation creation) {
    return repeated("found", registry -> registry.found(creation));
  }

  @Override
  public JoinResult join(JoinRequest request) {
    return repeated("join", registry -> registry.join(request));
  }

  @Override
  public PublishResult publish(GroupId group, HeadProposal proposal) {
    return repeated("publish", registry -> registry.publish(group, proposal));
  }

  @Override
  public void tell(GroupId group, RoundAccount account) {
    boolean unused =
        once(
            "tell",
            registry -> {
              registry.tell(group, account);
              return true;
            });
  }

  @Override
  public void leave(NodeId node) {
    boolean unused =
        once(
            "leave",
            registry -> {
              registry.leave(node);
              return true;
            });
  }

  private <T> T once(String what, Function<Directory, T> request) {
    try {
      return call(what, desk -> desk.once(request));
    } catch (UnreachedException e) {
      throw RegistryUnavailableException.of(ADDRESS, e.asIo());
    }
  }

  private <T> T repeated(String what, Function<Directory, T> request) {
    String key = "%s %s %d".formatted(life.name(), life.clock().instant(), ++keys);
    for (int attempt = 1; ; attempt++) {
      try {
        return call(what, desk -> desk.under(key, request));
      } catch (UnreachedException e) {
        if (e.isSilent() || attempt == Retries.ATTEMPTS) {
          throw RegistryUnavailableException.of(ADDRESS, e.asIo());
        }
        life.spend(Retries.FIRST_PAUSE.multipliedBy(attempt));
      }
    }
  }

  private <T> T call(String what, Function<RegistryDesk, T> work) {
    return line.call(what, RegistryTimes.CALL.value(), work);
  }
}
