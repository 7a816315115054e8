package dev.mycelium.registry.node;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
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
  List<Node> newestFirst(Limit limit);

  List<Node> findByIdGreaterThanOrderById(String after, Limit limit);

  List<Node> findByIdIn(Collection<String> ids);

  /**
   * Nodes whose lease is over by the database's arithmetic; who they are for certain, {@link
   * dev.mycelium.rules.Lease} decides. All times in microseconds, intervals in milliseconds.
   */
  @NativeQuery(
      "select node_id from nodes where status = 'ONLINE'"
          + " and last_heartbeat + heartbeat_interval * :leasePerInterval <= :now"
          + " and :listeningSince + heartbeat_interval * :leasePerInterval <= :now"
          + " order by node_id")
  List<String> due(long now, long listeningSince, long leasePerInterval);

  @Modifying
  @Query("update Node n set n.lastHeartbeat = :now where n.lastHeartbeat > :now")
  int rewind(Instant now);

  @Query(
      "select n.id from Node n where n.status in (dev.mycelium.wire.node.NodeStatus.OFFLINE,"
          + " dev.mycelium.wire.node.NodeStatus.LEFT) and n.publicKey is null"
          + " and n.lastHeartbeat < :before order by n.lastHeartbeat")
  List<String> departed(Instant before, Limit limit);

  @Modifying
  @Query(
      "delete from Node n where n.id in :ids and n.lastHeartbeat < :before"
          + " and n.status <> dev.mycelium.wire.node.NodeStatus.ONLINE")
  int forget(List<String> ids, Instant before);
}
