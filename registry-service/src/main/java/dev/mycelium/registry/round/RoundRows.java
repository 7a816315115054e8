package dev.mycelium.registry.round;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface RoundRows extends Repository<RoundRow, Long> {
  RoundRow save(RoundRow row);

  Optional<RoundRow> findFirstByGroupIdAndRoundAndEpochOrderByIdDesc(
      String groupId, long round, long epoch);

  List<RoundRow> findByGroupIdAndIdGreaterThanOrderById(String groupId, long after, Limit limit);
}
