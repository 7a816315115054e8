package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.PersonalLearner;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.CompressionSpec;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole group in one process, for experiments and simulations: the rounds, the aggregation and
 * the learners are those of a group across a network; only the way between coordinator and members
 * is missing. Confined to one thread. Whoever brings the learners closes them.
 *
 * <p>On a disk that holds its earlier rounds, a group goes on after the last one that ended.
 */
public final class VirtualGroup implements AutoCloseable {
  private static final NodeId SELF = new NodeId("virtual-coordinator");

  private final Rounds rounds;
  private final PayloadBlobs payloads;
  private final PayloadLayout layout;
  private final RoundJournal journal;
  private final Workbench workbench;
  private Head head;

  /**
   * What a group rests on.
   *
   * @param opening with the tensors that the clients share
   * @param clients who trains, and by what; names are the order in which updates are summed
   * @param folder where each client keeps what it remembers
   * @param workers clients that train at once, each on one thread; changes no bit
   */
  public record Setting(
      GroupId group,
      GroupSpec spec,
      Aggregator aggregator,
      Opening opening,
      Map<NodeId, Learner> clients,
      BlobStore blobs,
      RoundJournal journal,
      Path folder,
      Clock clock,
      RoundListener listener,
      int workers) {}

  public VirtualGroup(Setting setting) {
    requireNonNull(setting, "setting");
    OwnHeads heads = new OwnHeads(setting.journal().tip(setting.group()));
    payloads = new PayloadBlobs(setting.blobs());
    journal = setting.journal();
    layout = setting.aggregator().headLayout(setting.opening().layout());
    Coordinator.Term term = term(setting, heads, heads.grant(SELF));
    workbench = new Workbench(setting.workers());
    Participants participants = new VirtualClients(training(setting), term, workbench);
    Quorum quorum = new Quorum(setting.spec().federation(), setting.spec().training().seed());
    rounds = new Rounds(term, participants, quorum);
    head = new Foundation(term, participants, quorum).head().orElseThrow(VirtualGroup::headless);
  }

  private static Map<NodeId, LocalTraining> training(Setting setting) {
    Map<NodeId, LocalTraining> clients = new TreeMap<>();
    setting
        .clients()
        .forEach((node, learner) -> clients.put(node, training(setting, node, learner)));
    return clients;
  }

  private static LocalTraining training(Setting setting, NodeId node, Learner learner) {
    Path own = setting.folder().resolve("clients").resolve(node.value());
    MemberMemory memory = MemberMemory.of(node, setting.group(), own);
    CompressionSpec compression = setting.spec().federation().updates();
    return requireNonNull(
            LocalTraining.of(
                PersonalLearner.of(learner, setting.spec()), compression, setting.blobs(), memory),
            "training")
        .timedBy(setting.clock());
  }

  private static Coordinator.Term term(Setting setting, OwnHeads heads, long epoch) {
    return new Coordinator.Term(
        SELF,
        setting.group(),
        epoch,
        setting.spec(),
        heads.head().orElse(null),
        setting.opening(),
        setting.aggregator(),
        setting.blobs(),
        setting.journal(),
        heads,
        setting.listener(),
        setting.clock());
  }

  /**
   * One round.
   *
   * @throws NoHeadException with the cause if it made no head
   */
  public Head next() {
    Rounds.Begun begun =
        rounds
            .begin(head)
            .orElseThrow(() -> new IllegalStateException("fewer clients than a round waits for"));
    Optional<Head> next = rounds.run(begun);
    if (next.filter(made -> !made.equals(head)).isEmpty()) {
      throw new NoHeadException(cause(begun.attempt().manifest()));
    }
    head = next.orElseThrow();
    return head;
  }

  private String cause(RoundManifest manifest) {
    return journal
        .report(manifest.groupId(), manifest.round())
        .map(
            report -> "round %d: %s %s".formatted(report.round(), report.cause(), report.missing()))
        .orElse("round %d ended without a report".formatted(manifest.round()));
  }

  public Head head() {
    return head;
  }

  /** The newest head's model, and its rule's state. */
  public Payload payload() {
    return payloads.get(head.sha(), layout).orElseThrow(() -> new MissingBlobException(head.sha()));
  }

  @Override
  public void close() {
    workbench.close();
  }

  private static IllegalStateException headless() {
    return new IllegalStateException("the newest head's blob is not in the store any more");
  }
}
