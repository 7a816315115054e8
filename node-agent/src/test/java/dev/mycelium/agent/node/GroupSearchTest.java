package dev.mycelium.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.directory.Directory.FoundResult;
import dev.mycelium.agent.directory.Directory.PublishResult;
import dev.mycelium.agent.directory.InMemoryDirectory;
import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.wire.group.ColumnSchema;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TableSchema;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.node.NodeRegistration;
import dev.mycelium.wire.round.HeadProposal;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupSearchTest {
  private static final GroupCreation LINEAR = RunningNode.FOUNDING;
  private static final ModelSpec WIDER = new ModelSpec.Mlp(List.of(5));

  private static final Sha256 HEAD = new Sha256("ab".repeat(32));

  private final Set<Sha256> held = new HashSet<>();
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

  /** As many columns as a wide table has, of which one is another. */
  @Test
  void saysInAShortSentenceWhyAGroupDoesNotFit() {
    InMemoryDirectory directory = new InMemoryDirectory();
    GroupSpec like = RunningNode.SPEC;
    GroupSpec spec = new GroupSpec(table("founder"), WIDER, like.training(), like.federation());
    GroupId group =
        ((FoundResult.Founded)
                directory.found(
                    new GroupCreation("mlp:5", "points", null, 5, null, spec, false, null)))
            .group();
    Candidates own = new Candidates(table("joiner"), "points", new ModelSpec.Linear());

    assertThatThrownBy(() -> search("node", directory, founding(spec, 5), own, group).first())
        .isInstanceOf(UnusableGroupException.class)
        .hasMessage(
            "group: %s does not fit this node: columns: without [founder] (expected: with);"
                    .formatted(group)
                + " columns: [joiner] (expected: none of these);"
                + " model: linear (expected: mlp:5)");
  }

  @Test
  void foundsNothingForANodeThatWasInvited() {
    InMemoryDirectory directory = new InMemoryDirectory();
    GroupId open = ((FoundResult.Founded) directory.found(LINEAR)).group();
    NodeRegistration registration =
        new NodeRegistration("127.0.0.1:1", new NodeId("node"), null, null, null, true, null, 1);
    directory.register(registration);
    Candidates any = new Candidates(RunningNode.SPEC.task(), "points", null);
    NodeProfile invited =
        new NodeProfile(
            registration,
            any,
            LINEAR,
            new GroupId("closed"),
            "a code",
            Duration.ofMinutes(1),
            null,
            true);

    Optional<GroupSearch.Found> found =
        new GroupSearch(
                invited, directory, new LastGroup(made(folder.resolve("node"))), sha -> false)
            .again();

    assertThat(found).isEmpty();
    assertThat(directory.members(open)).isEmpty();
    assertThat(directory.groups()).hasSize(1);
  }

  @Test
  void doesNotGoBackAloneToAGroupWhoseHeadNobodyHolds() {
    InMemoryDirectory directory = new InMemoryDirectory();
    GroupId forsaken = forsaken(directory);
    last("node").write(forsaken);

    GroupSearch.Found found = search("node", directory, 5).again().orElseThrow();

    assertThat(found.how()).isEqualTo("founded, as none was compatible");
    assertThat(found.group().groupId()).isNotEqualTo(forsaken);
  }

  @Test
  void goesBackAloneWithTheHead() {
    InMemoryDirectory directory = new InMemoryDirectory();
    GroupId forsaken = forsaken(directory);
    last("node").write(forsaken);
    held.add(HEAD);

    GroupSearch.Found found = search("node", directory, 5).again().orElseThrow();

    assertThat(found.how()).isEqualTo("back in its last group");
    assertThat(found.group().groupId()).isEqualTo(forsaken);
  }

  /** A group with a head, whose only member left. */
  private GroupId forsaken(InMemoryDirectory directory) {
    NodeId leaver = new NodeId("leaver");
    GroupId group = search("leaver", directory, 5).again().orElseThrow().group().groupId();
    long epoch = directory.grant(group, leaver);
    assertThat(directory.publish(group, new HeadProposal(leaver, null, HEAD, epoch, 0)))
        .isInstanceOf(PublishResult.Committed.class);
    directory.leave(leaver);
    return group;
  }

  private static TaskSpec table(String own) {
    List<ColumnSchema> columns =
        IntStream.range(0, 500)
            .<ColumnSchema>mapToObj(i -> new ColumnSchema.Numeric(i == 0 ? own : "c" + i, 0, 0, 1))
            .toList();
    return new TaskSpec(
        TaskKind.CLASSIFICATION,
        List.of(500),
        List.of("no", "yes"),
        "accuracy",
        new TableSchema(columns, null));
  }

  private GroupSearch search(String name, InMemoryDirectory directory, int capacity) {
    GroupSpec like = RunningNode.SPEC;
    GroupSpec spec = new GroupSpec(like.task(), WIDER, like.training(), like.federation());
    Candidates own = new Candidates(spec.task(), "points", WIDER);
    return search(name, directory, founding(spec, capacity), own, null);
  }

  private static GroupCreation founding(GroupSpec spec, int capacity) {
    return new GroupCreation("mlp:5", "points", null, capacity, null, spec, true, true);
  }

  private GroupSearch search(
      String name,
      InMemoryDirectory directory,
      GroupCreation founding,
      Candidates own,
      @Nullable GroupId start) {
    NodeRegistration registration =
        new NodeRegistration("127.0.0.1:1", new NodeId(name), null, null, null, true, null, 1);
    directory.register(registration);
    NodeProfile profile =
        new NodeProfile(
            registration, own, founding, start, null, Duration.ofMinutes(1), null, true);
    return new GroupSearch(profile, directory, last(name), held::contains);
  }

  private LastGroup last(String name) {
    return new LastGroup(made(folder.resolve(name)));
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
