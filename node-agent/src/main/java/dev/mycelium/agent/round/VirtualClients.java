package dev.mycelium.agent.round;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Participants that live in the coordinator's own process and train one after another, in the order
 * of their ids, or some side by side, whenever the round has to wait. They share its store, so that
 * whatever is offered is held at once. Confined to one thread.
 */
final class VirtualClients implements Participants {
  private final Map<NodeId, LocalTraining> clients;
  private final RoundJournal journal;
  private final RoundListener listener;
  private final Clock clock;
  private final Membership membership;
  private final Workbench workbench;
  private @Nullable OpenRound round;
  private @Nullable Head head;

  /** Whoever brings the workbench closes it. */
  VirtualClients(Map<NodeId, LocalTraining> clients, Coordinator.Term term, Workbench workbench) {
    this.clients = new TreeMap<>(clients);
    this.journal = term.journal();
    this.listener = term.listener();
    this.clock = term.clock();
    this.workbench = workbench;
    this.membership = new Membership(1, List.copyOf(this.clients.keySet()));
  }

  @Override
  public Membership membership() {
    return membership;
  }

  @Override
  public Step await(Protocol protocol, long number) {
    Step step = next(protocol, number);
    while (step instanceof Step.Wait) {
      OpenRound open = round;
      if (open == null) {
        return new Step.Abort(tooFew());
      }
      answer(open);
      step = next(protocol, number);
    }
    return step;
  }

  private Step next(Protocol protocol, long number) {
    Instant now = clock.instant();
    OpenRound open = round;
    return protocol.next(
        open == null
            ? RoundView.before(number, now, membership, Arrivals.none())
            : open.view(now, membership, Arrivals.none()));
  }

  private String tooFew() {
    return "virtual clients: %d (expected: as many as a round waits for)".formatted(clients.size());
  }

  private void answer(OpenRound open) {
    RoundManifest manifest = open.manifest();
    List<LocalTraining> wanted =
        manifest.asked().stream().filter(open::wantsAnswerOf).map(this::client).toList();
    NodeId next = wanted.get(0).memory().node();
    Submission submission;
    try {
      submission = workbench.first(manifest, wanted).submission(next);
    } catch (DivergedException e) {
      open.fail(next, String.valueOf(e.getMessage()));
      return;
    }
    journal.accepted(manifest, submission);
    listener.reached(manifest, Phase.ACCEPTED);
    open.accept(submission, clock.instant());
  }

  private LocalTraining client(NodeId node) {
    LocalTraining training = clients.get(node);
    if (training == null) {
      throw new IllegalStateException(
          "client %s: missing (expected: the clients of the round that was begun)".formatted(node));
    }
    return training;
  }

  @Override
  public void announce(RoundManifest manifest, List<Submission> resumed) {
    // Whether they are asked again or not: later the journal has forgotten who counted.
    clients
        .values()
        .forEach(
            client ->
                client
                    .memory()
                    .settle(manifest, number -> journal.report(manifest.groupId(), number)));
    round = new OpenRound(manifest, resumed, clock.instant());
  }

  @Override
  public Collected closeRound() {
    OpenRound open = requireNonNull(round, "round");
    round = null;
    workbench.clear();
    return open.close(membership, membership, clock.instant());
  }

  @Override
  public boolean awaitHolders(Head offered, Quorum quorum, Instant deadline) {
    return true;
  }

  @Override
  public void resume(Head trained) {
    // Clients train from what the manifest names.
  }

  @Override
  public void committed(Head newest, List<NodeId> scorers) {
    head = newest;
  }

  @Override
  public Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  @Override
  public boolean awaitUpload(Head wanted, BooleanSupplier arrived) {
    return arrived.getAsBoolean();
  }

  @Override
  public boolean pause(Duration pause) {
    return false;
  }

  @Override
  public boolean isClosed() {
    return false;
  }
}
