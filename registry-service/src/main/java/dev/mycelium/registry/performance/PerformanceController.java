package dev.mycelium.registry.performance;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.Updated;
import dev.mycelium.wire.performance.MetricUpdate;
import dev.mycelium.wire.performance.StandingEntry;
import dev.mycelium.wire.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/groups/{group_id}/performance")
@Tag(name = "groups")
class PerformanceController {
  private final Standings standings;

  PerformanceController(Standings standings) {
    this.standings = standings;
  }

  @PutMapping
  @Operation(
      operationId = "claimGroupPerformance",
      summary = "State a group's performance",
      description =
          "Kept as standing.claimed, and shown as performance_metric only while nothing has been"
              + " measured.")
  @Refuses({ProblemType.GROUP_NOT_FOUND, ProblemType.INVALID_REQUEST, ProblemType.UNREADABLE_BODY})
  Updated claim(@PathVariable("group_id") GroupId group, @RequestBody MetricUpdate update) {
    standings.claim(group, update.metric());
    return Updated.updated();
  }

  @GetMapping
  @Operation(
      operationId = "groupPerformanceHistory",
      summary = "How a group's performance changed, oldest first",
      description = "All of it, or `limit` rows after the id `after`.")
  @Refuses({ProblemType.GROUP_NOT_FOUND, ProblemType.INVALID_REQUEST})
  List<StandingEntry> history(
      @PathVariable("group_id") GroupId group,
      @RequestParam(name = "after", required = false) @Nullable Long after,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
    return standings.history(group, Page.of(after, limit));
  }
}
