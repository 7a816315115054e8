package dev.mycelium.registry.group;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A view over the places that are taken, in the order of the members' ids. */
@Service
@Transactional(readOnly = true)
public class Members {
  private final MembershipRows rows;

  Members(MembershipRows rows) {
    this.rows = rows;
  }

  public List<Member> all() {
    return rows.all().stream().map(Membership::toMember).toList();
  }

  public List<Member> of(GroupId group) {
    return rows.ofGroup(group.value()).stream().map(Membership::toMember).toList();
  }

  public Optional<Member> find(NodeId node) {
    return rows.findById(node.value()).map(Membership::toMember);
  }
}
