package dev.mycelium.agent.cli.demo;

import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the demo, one step as soon as the one before shows in the registry:
 *
 * <ol>
 *   <li>Upright images: a first agent founds group A, others find it by themselves.
 *   <li>The same images upside down, with other agents: group B.
 *   <li>One more agent with images upside down begins in A. Where it goes from there is its own
 *       decision.
 * </ol>
 */
final class DemoStory {
  private static final int TURNED = 180;
  private static final long SETTLED_VERSION = 1;

  private final DemoOptions options;
  private final DemoNetwork network;
  private final Directory directory;
  private final int upright;
  private @Nullable GroupId second;

  DemoStory(DemoOptions options, DemoNetwork network) {
    this.options = options;
    this.network = network;
    this.directory = network.directory();
    this.upright = options.nodes() / 2;
  }

  /** Takes the steps that the network is ready for. */
  void advance(List<GroupView> groups) {
    Optional<GroupView> first = first(groups);
    if (network.nodes().isEmpty()) {
      start(0, null);
    } else if (second == null && first.isPresent() && first.get().standing().measured() != null) {
      begin(first.get());
    } else if (second != null && network.nodes().size() < options.nodes()) {
      if (isSettled(first, upright) && isSettled(find(groups, second), 1)) {
        start(TURNED, first.orElseThrow().groupId());
      }
    }
  }

  /** The others with upright images look for a group themselves; B is founded for those turned. */
  private void begin(GroupView first) {
    GroupId other = found(first);
    second = other;
    while (network.nodes().size() < upright) {
      start(0, null);
    }
    while (network.nodes().size() < options.nodes() - 1) {
      start(TURNED, other);
    }
  }

  /** Both groups learn the same task by the same spec; only the data differ. */
  private GroupId found(GroupView first) {
    GroupCreation like =
        new GroupCreation(
            first.modelType(),
            first.datasetName(),
            null,
            first.maxCapacity(),
            first.joinPolicy(),
            first.spec(),
            false,
            null);
    return ((FoundResult.Founded) directory.found(like)).group();
  }

  private static boolean isSettled(Optional<GroupView> group, int members) {
    return group.isPresent()
        && group.get().memberCount() >= members
        && group.get().standing().measured() != null
        && group.get().head() != null
        && group.get().head().version() >= SETTLED_VERSION;
  }

  private static Optional<GroupView> find(List<GroupView> groups, GroupId id) {
    return groups.stream().filter(group -> group.groupId().equals(id)).findFirst();
  }

  static Optional<GroupView> first(List<GroupView> groups) {
    return groups.stream().min(Comparator.comparing(GroupView::createdAt));
  }

  private void start(int rotation, @Nullable GroupId group) {
    int index = network.nodes().size();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--data", data(index, rotation)));
    arguments.addAll(List.of("--switch-threshold", String.valueOf(options.switchThreshold())));
    arguments.addAll(List.of("--max-capacity", String.valueOf(Math.max(5, options.nodes()))));
    arguments.addAll(List.of("--local-epochs", "2"));
    if (options.model() != null) {
      arguments.addAll(List.of("--model", options.model()));
    }
    if (group != null) {
      arguments.addAll(List.of("--group", group.value()));
    }
    DemoNode unused = network.start("node-" + (index + 1), arguments);
  }

  private String data(int index, int rotation) {
    return "%s%spartition=iid&shard=%d/%d&rotate=%d"
        .formatted(
            options.data(),
            options.data().contains("?") ? "&" : "?",
            index,
            options.nodes(),
            rotation);
  }
}
