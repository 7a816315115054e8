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
 *   <li>Data of the first kind: a first agent founds group A, others find it by themselves.
 *   <li>Data of the second kind, with other agents: group B.
 *   <li>One more agent with data of the second kind begins in A. Where it goes from there is its
 *       own decision.
 * </ol>
 *
 * With data of one kind only the first step is taken.
 */
final class DemoStory {
  private static final long SETTLED_VERSION = 1;

  private final DemoOptions options;
  private final DemoNetwork network;
  private final Directory directory;
  private final Scenario scenario;
  private boolean begun;
  private @Nullable GroupId second;

  DemoStory(DemoOptions options, DemoNetwork network) {
    this.options = options;
    this.network = network;
    this.directory = network.directory();
    this.scenario = options.scenario();
  }

  /** Takes the steps that the network is ready for. */
  void advance(List<GroupView> groups) {
    Optional<GroupView> first = first(groups);
    if (network.nodes().isEmpty()) {
      start(null);
    } else if (!begun && first.isPresent() && first.get().standing().measured() != null) {
      begin(first.get());
    } else if (second != null && network.nodes().size() < scenario.agents()) {
      if (isSettled(first, scenario.firstKind()) && isSettled(find(groups, second), 1)) {
        start(first.orElseThrow().groupId());
      }
    }
  }

  /** The others of the first kind look for a group themselves; B is founded for the second. */
  private void begin(GroupView first) {
    boolean hasSecondKind = scenario.firstKind() < scenario.agents();
    GroupId other = hasSecondKind ? found(first) : null;
    second = other;
    begun = true;
    while (network.nodes().size() < scenario.firstKind()) {
      start(null);
    }
    while (network.nodes().size() < scenario.agents() - 1) {
      start(other);
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

  private void start(@Nullable GroupId group) {
    int agent = network.nodes().size();
    List<String> arguments = new ArrayList<>(scenario.options(agent));
    arguments.addAll(List.of("--switch-threshold", String.valueOf(options.switchThreshold())));
    arguments.addAll(List.of("--max-capacity", String.valueOf(Math.max(5, scenario.agents()))));
    String model = options.model() == null ? scenario.model() : options.model();
    if (model != null) {
      arguments.addAll(List.of("--model", model));
    }
    if (group != null) {
      arguments.addAll(List.of("--group", group.value()));
    }
    DemoNode unused = network.start("node-" + (agent + 1), arguments);
  }
}
