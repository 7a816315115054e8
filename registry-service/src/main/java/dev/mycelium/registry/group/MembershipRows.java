package dev.mycelium.registry.group;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface MembershipRows extends Repository<Membership, String> {
  Membership save(Membership membership);

  void delete(Membership membership);

  Optional<Membership> findById(String nodeId);

  /**
   * The id of the group in which the node sits, as far as anybody can tell who has not locked that
   * group: its deletion takes the place away under the group's lock, and no other.
   */
  @Query("select m.groupId from Membership m where m.nodeId = :node")
  Optional<String> groupOf(String node);

  @Query("select m from Membership m where m.groupId = :group order by m.nodeId")
  List<Membership> ofGroup(String group);

  @Query("select m from Membership m where m.groupId = :group and m.holds = :sha")
  List<Membership> holders(String group, String sha);

  @Query("select m from Membership m order by m.nodeId")
  List<Membership> all();
}
