package dev.mycelium.registry.round;

import java.util.List;
import org.springframework.data.repository.Repository;

interface HeadRows extends Repository<HeadRow, Long> {
  HeadRow save(HeadRow row);

  List<HeadRow> findByGroupIdOrderByVersion(String groupId);
}
