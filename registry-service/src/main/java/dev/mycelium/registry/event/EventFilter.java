package dev.mycelium.registry.event;

import dev.mycelium.wire.Expect;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Which events a reader wants; each null asks for any.
 *
 * @param kind as in {@code NetworkEvent.kind}; one that does not exist matches nothing
 * @param group the group that it happened in, or from which a node moved
 */
record EventFilter(@Nullable String kind, @Nullable GroupId group, @Nullable NodeId node) {
  static final String ID = "id";
  private static final int LONGEST_KIND = 60;

  EventFilter {
    kind = Expect.textOrNull(kind, "kind", LONGEST_KIND);
  }

  static EventFilter any() {
    return new EventFilter(null, null, null);
  }

  /** Rows with an id above {@code id} that equal every filter. */
  Specification<EventRow> above(long id) {
    return (row, query, build) -> build.and(conditions(id, row, build).toArray(Predicate[]::new));
  }

  private List<Predicate> conditions(long id, Root<EventRow> row, CriteriaBuilder build) {
    List<Predicate> conditions = new ArrayList<>();
    conditions.add(build.greaterThan(row.get(ID), id));
    if (kind != null) {
      conditions.add(build.equal(row.get("kind"), kind));
    }
    if (node != null) {
      conditions.add(build.equal(row.get("nodeId"), node.value()));
    }
    if (group != null) {
      conditions.add(
          build.or(
              build.equal(row.get("groupId"), group.value()),
              build.equal(row.get("fromGroup"), group.value())));
    }
    return conditions;
  }
}
