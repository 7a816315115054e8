package example;

import dev.mycelium.agent.migration.GroupSelector;
import dev.mycelium.agent.migration.GroupSelectorProvider;
import dev.mycelium.agent.migration.MigrationDecision;
import java.util.Map;

/**
 * A node that never moves, whatever other groups score.
 *
 * <pre>mycelium node start --plugins plugins.jar --selector stay-put</pre>
 */
public final class StayPut implements GroupSelectorProvider {

  @Override
  public String name() {
    return "stay-put";
  }

  @Override
  public GroupSelector selector() {
    return view -> new MigrationDecision.Stay("this node stays where it is", Map.of());
  }
}
