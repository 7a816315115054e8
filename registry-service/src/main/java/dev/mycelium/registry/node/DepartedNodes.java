package dev.mycelium.registry.node;

import dev.mycelium.registry.retention.Expendable;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Nodes without a key that are gone for long. The original client makes a new one with every start
 * and nobody can be it again; a node with a key may come back after any time.
 */
@Component
@EnableConfigurationProperties(NodeRetentionSettings.class)
class DepartedNodes implements Expendable {
  private final NodeRows rows;
  private final NodeRetentionSettings settings;

  DepartedNodes(NodeRows rows, NodeRetentionSettings settings) {
    this.rows = rows;
    this.settings = settings;
  }

  @Override
  public String what() {
    return "departed nodes without a key";
  }

  /** The deletion looks again: a node may have come back in between. */
  @Override
  @Transactional
  public int discard(Instant now, int atMost) {
    Instant before = now.minus(settings.departed());
    List<String> ids = rows.departed(before, Limit.of(atMost));
    return ids.isEmpty() ? 0 : rows.forget(ids, before);
  }
}
