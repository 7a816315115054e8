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

  /** Takes the next step if the network is ready for it. */
  void advance(List<GroupView> groups) {
    int started = network.nodes().size();
    Optional<GroupView> first = first(groups);
    if (started == 0) {
      start(0, null);
    } else if (started < upright && first.isPresent() && first.get().memberCount() == started) {
      start(0, null);
    } else if (started >= upright && isSettled(first, upright)) {
      beginSecond(first.orElseThrow(), groups);
    }
  }

  private void beginSecond(GroupView first, List<GroupView> groups) {
    int started = network.nodes().size();
    GroupId other = second == null ? found(first) : second;
    second = other;
    boolean isLast = started == options.nodes() - 1;
    if (started < options.nodes() - 1) {
      start(TURNED, other);
    } else if (isLast && isScored(groups, other)) {
      start(TURNED, first.groupId());
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
            false);
    return ((FoundResult.Founded) directory.found(like)).group();
  }

  private static boolean isSettled(Optional<GroupView> group, int members) {
    return group.isPresent()
        && group.get().memberCount() >= members
        && group.get().standing().measured() != null
        && group.get().head() != null
        && group.get().head().version() >= SETTLED_VERSION;
  }

  private static boolean isScored(List<GroupView> groups, GroupId id) {
    return groups.stream()
        .filter(group -> group.groupId().equals(id))
        .anyMatch(group -> isSettled(Optional.of(group), 1));
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
