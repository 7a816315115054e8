package dev.mycelium.agent.round;

import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LearnerAround;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.QuadraticLearner;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/**
 * A process that runs the rounds of three clients until it has {@link #VERSIONS} versions, or dies
 * where it is told to: {@code DIRECTORY [PHASE VERSION COUNT]} dies as by {@code kill -9} the
 * COUNTth time that PHASE is reached from head VERSION on.
 */
final class MortalGroup {
  static final int VERSIONS = 5;
  static final int KILLED = 137;
  private static final NodeId SELF = new NodeId("coordinator");

  private MortalGroup() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    FileHeads heads = new FileHeads(directory.resolve("heads"));
    Coordinator.Term term =
        new Coordinator.Term(
            SELF,
            CoordinatedGroup.GROUP,
            heads.grant(SELF),
            CoordinatedGroup.spec(),
            heads.head().orElse(null),
            new Opening.Drawn(CoordinatedGroup.payload(9, -9).model()),
            new FedAvg(),
            BlobStore.open(directory.resolve("blobs"), new BlobLimits(1 << 20, 1 << 26)),
            new RoundJournal(directory),
            heads,
            arguments.length == 1 ? (manifest, outcome) -> {} : new Death(arguments),
            Clock.systemUTC());
    run(term, directory);
  }

  private static void run(Coordinator.Term term, Path directory) {
    Map<NodeId, LocalTraining> clients =
        Map.of(
            new NodeId("a"), client("a", directory, term, new QuadraticLearner(1, 2, 0)),
            new NodeId("b"), client("b", directory, term, new QuadraticLearner(2, 4, 1)),
            new NodeId("c"), client("c", directory, term, new QuadraticLearner(1, 6, 2)));
    Participants participants = new VirtualClients(clients, term, new Workbench(1));
    Quorum quorum = new Quorum(term.spec().federation(), 1);
    Rounds rounds = new Rounds(term, participants, quorum);
    Head head =
        new Foundation(term, participants, quorum).head().map(rounds::resumed).orElseThrow();
    while (head.version() < VERSIONS) {
      head = rounds.run(rounds.begin(head).orElseThrow()).orElseThrow();
    }
  }

  private static LocalTraining client(
      String name, Path directory, Coordinator.Term term, Learner learner) {
    NodeId node = new NodeId(name);
    MemberMemory memory = MemberMemory.of(node, term.group(), directory.resolve(name));
    return Objects.requireNonNull(
        LocalTraining.of(
            new Noting(learner), term.spec().federation().updates(), term.blobs(), memory),
        "training");
  }

  /** Prints a line each time that its learner trains. */
  private record Noting(Learner learner) implements LearnerAround {
    @Override
    public LocalUpdate learn(Assignment work, Cancellation stop) {
      System.out.println("trained in round " + work.round());
      return learner.learn(work, stop);
    }
  }

  /** Ends the process without a word, nothing flushed and nothing closed. */
  private static final class Death implements RoundListener {
    private final Phase phase;
    private final long version;
    private int left;

    Death(String[] arguments) {
      phase = Phase.valueOf(arguments[1]);
      version = Long.parseLong(arguments[2]);
      left = Integer.parseInt(arguments[3]);
    }

    @Override
    public void ended(RoundManifest manifest, RoundOutcome outcome) {}

    @Override
    public void reached(RoundManifest manifest, Phase reached) {
      if (reached == phase && manifest.head().version() == version && --left == 0) {
        Runtime.getRuntime().halt(KILLED);
      }
    }
  }
}
