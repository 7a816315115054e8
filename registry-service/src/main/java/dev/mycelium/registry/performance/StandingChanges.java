package dev.mycelium.registry.performance;

import java.util.List;
import org.springframework.data.repository.Repository;

interface StandingChanges extends Repository<StandingChange, Long> {
  StandingChange save(StandingChange change);

  List<StandingChange> findByGroupIdOrderById(String groupId);
}
