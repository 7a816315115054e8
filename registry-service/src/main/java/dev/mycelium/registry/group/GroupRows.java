package dev.mycelium.registry.group;

import dev.mycelium.wire.group.JoinPolicy;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface GroupRows extends Repository<Group, String> {
  Group save(Group group);

  void delete(Group group);

  boolean existsById(String id);

  Optional<Group> findById(String id);

  /** For a change: the row stays as it is until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select g from Group g where g.id = :id")
  Optional<Group> lock(String id);

  @Query("select g from Group g order by g.createdAt, g.id")
  List<Group> oldestFirst(Limit limit);

  List<Group> findByIdGreaterThanOrderById(String after, Limit limit);

  @Query(
      "select g from Group g where g.datasetName = :dataset and g.joinPolicy = :policy"
          + " and g.activity = dev.mycelium.wire.group.GroupActivity.ACTIVE"
          + " and g.specJson is not null and g.memberCount < g.maxCapacity"
          + " order by g.createdAt, g.id")
  List<Group> withRoomFor(String dataset, JoinPolicy policy);
}
