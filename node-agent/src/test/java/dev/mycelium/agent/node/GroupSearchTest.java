package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupSearchTest {
  private static final GroupCreation LINEAR = RunningNode.FOUNDING;
  private static final ModelSpec WIDER = new ModelSpec.Mlp(List.of(5));

  @TempDir Path folder;

  /** Runs something after a caller looked at the groups and before it founds one. */
  private static final class Gap extends InMemoryDirectory {
    private Runnable between = () -> {};

    @Override
    public List<GroupView> groups() {
      List<GroupView> seen = super.groups();
      Runnable once = between;
      between = () -> {};
      once.run();
      return seen;
    }
  }

  @Test
  void foundersOfOneModelMeetThoughAGroupOfAnotherModelIsOpen() {
    Gap directory = new Gap();
    directory.found(LINEAR);
    GroupSearch slow = search("node-slow", directory, 5);
    GroupSearch fast = search("node-fast", directory, 5);
    directory.between = () -> assertThat(fast.again()).isPresent();

    Optional<GroupSearch.Found> found = slow.again();

    assertThat(directory.groups()).hasSize(2);
    assertThat(found.orElseThrow().group().spec().model()).isEqualTo(WIDER);
    assertThat(directory.members(found.orElseThrow().group().groupId())).hasSize(2);
  }

  @Test
  void looksAgainWhenTheOnlyCompatibleGroupFilledUpMeanwhile() {
    Gap directory = new Gap();
    GroupSearch slow = search("node-slow", directory, 1);
    GroupSearch fast = search("node-fast", directory, 1);
    directory.between = () -> assertThat(fast.again()).isPresent();

    Optional<GroupSearch.Found> found = slow.again();

    assertThat(found.orElseThrow().how()).isEqualTo("founded, as none was compatible");
    assertThat(directory.groups()).hasSize(2);
  }

  private GroupSearch search(String name, InMemoryDirectory directory, int capacity) {
    NodeRegistration registration =
        new NodeRegistration("127.0.0.1:1", new NodeId(name), null, null, null, true, null, 1);
    directory.register(registration);
    GroupSpec like = RunningNode.SPEC;
    GroupSpec spec = new GroupSpec(like.task(), WIDER, like.training(), like.federation());
    NodeProfile profile =
        new NodeProfile(
            registration,
            new Candidates(spec.task(), "points", WIDER),
            new GroupCreation("mlp:5", "points", null, capacity, null, spec, true, true),
            null,
            Duration.ofMinutes(1),
            null,
            true);
    return new GroupSearch(profile, directory, new LastGroup(made(folder.resolve(name))));
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
