package dev.mycelium.registry.node;

import dev.mycelium.wire.node.NodeStatus;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface NodeRows extends Repository<Node, String> {
  Node save(Node node);

  Optional<Node> findById(String id);

  /** For a change: the row stays as it is until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select n from Node n where n.id = :id")
  Optional<Node> lock(String id);

  @Query("select n from Node n order by n.lastHeartbeat desc, n.id")
  List<Node> newestFirst();

  List<Node> findByIdIn(Collection<String> ids);

  List<Node> findByStatus(NodeStatus status);
}
