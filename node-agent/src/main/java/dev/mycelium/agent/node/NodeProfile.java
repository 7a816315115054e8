package dev.mycelium.agent.node;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.migration.Candidates;
import dev.mycelium.wire.group.GroupCreation;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeRegistration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a node wants of the network.
 *
 * @param registration how it makes itself known
 * @param candidates groups in which it could learn
 * @param founding the group that it founds where none is compatible
 * @param startGroup group to begin in; null to choose by itself
 * @param invitation code that opens {@code startGroup}, shown to the registry only; null if it has
 *     none
 * @param evaluationInterval pause between two looks at other groups
 * @param rounds completed rounds after which it leaves; null for never
 * @param trains false for a node without data that only coordinates
 */
public record NodeProfile(
    NodeRegistration registration,
    Candidates candidates,
    GroupCreation founding,
    @Nullable GroupId startGroup,
    @Nullable String invitation,
    Duration evaluationInterval,
    @Nullable Integer rounds,
    boolean trains) {

  public NodeProfile {
    requireNonNull(registration, "registration");
    requireNonNull(registration.nodeId(), "registration.nodeId");
    requireNonNull(candidates, "candidates");
    requireNonNull(founding, "founding");
    requireNonNull(evaluationInterval, "evaluationInterval");
  }
}
