package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.aggregation.Aggregation;
import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.Strategies;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.RoundManifest;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A head computed a second time, from what its coordinator has on disk. */
final class Recomputation {
  private final VirtualNode coordinator;
  private final RoundManifest manifest;
  private final Aggregator rule;
  private final PayloadBlobs payloads;

  Recomputation(VirtualNode coordinator, RoundManifest manifest, GroupSpec spec) {
    this.coordinator = requireNonNull(coordinator, "coordinator");
    this.manifest = requireNonNull(manifest, "manifest");
    rule = new Strategies(Recomputation::plugin).aggregator(spec.federation().strategy());
    payloads = new PayloadBlobs(coordinator.blobs());
  }

  private static Aggregator plugin(String name) {
    throw new IllegalArgumentException("plugin: %s (expected: none)".formatted(name));
  }

  /** The same updates in another order make the same bytes, and finite numbers. */
  void requireSame(Head head, List<NodeId> counted) {
    List<Contribution> contributions = new ArrayList<>();
    counted.forEach(node -> contributions.add(contribution(node)));
    Collections.reverse(contributions);
    Payload base = load(manifest.head().sha());
    Aggregation again = rule.aggregate(base, new Cohort(contributions, manifest.members()));
    Laws.require(
        again instanceof Aggregation.Aggregated,
        "%s of %s comes to nothing a second time",
        head,
        counted);
    Payload same = ((Aggregation.Aggregated) again).head();
    Laws.require(same.isFinite(), "%s is not finite", head);
    Sha256 sha = payloads.put(same);
    Laws.require(sha.equals(head.sha()), "%s of %s is %s a second time", head, counted, sha);
  }

  private Contribution contribution(NodeId node) {
    Path file =
        Laws.file(coordinator, manifest.groupId(), manifest.round(), manifest.epoch(), node);
    Submission kept = JsonMapper.shared().readValue(file, Submission.class);
    return new Contribution(node, load(kept.updateSha()), kept.examples(), kept.steps());
  }

  private Payload load(Sha256 sha) {
    return payloads
        .get(sha)
        .orElseThrow(() -> new LawBrokenError("%s lacks %s".formatted(coordinator.id(), sha)));
  }
}
