package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.RoundJournal;
import dev.mycelium.wire.node.DialBack;
import dev.mycelium.wire.round.Sha256;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What an agent has to serve.
 *
 * @param coordinator the term that this agent serves now, if it serves one
 * @param offered heads that anybody may fetch
 * @param status state of the agent as a record that becomes JSON
 * @param dialBack signs the nonce of a registry that calls
 */
public record AgentResources(
    BlobStore blobs,
    RoundJournal journal,
    Supplier<Optional<Coordinator>> coordinator,
    Predicate<Sha256> offered,
    Supplier<Object> status,
    Function<String, DialBack> dialBack) {

  public AgentResources {
    requireNonNull(blobs, "blobs");
    requireNonNull(journal, "journal");
    requireNonNull(coordinator, "coordinator");
    requireNonNull(offered, "offered");
    requireNonNull(status, "status");
    requireNonNull(dialBack, "dialBack");
  }
}
