package dev.mycelium.registry.round;

import dev.mycelium.registry.problem.Refuses;
import dev.mycelium.wire.Page;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundAccount;
import dev.mycelium.wire.round.RoundCsv;
import dev.mycelium.wire.round.RoundEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/groups/{group_id}")
@Tag(name = "rounds")
class RoundController {
  private final Rounds rounds;

  RoundController(Rounds rounds) {
    this.rounds = rounds;
  }

  @GetMapping("/rounds")
  @Operation(
      operationId = "listRounds",
      summary = "How rounds went: who took part, who failed and why, what came of it",
      description =
          "In the order in which they ended; all of them, or `limit` rows after the id `after`. A"
              + " round whose head was committed is here although its coordinator reported nothing;"
              + " counted, missing and duration are null then. `phases` and `work` say what the"
              + " round cost, as far as its coordinator measured it.")
  @Refuses({ProblemType.GROUP_NOT_FOUND, ProblemType.INVALID_REQUEST})
  List<RoundEntry> list(
      @PathVariable("group_id") GroupId group,
      @RequestParam(name = "after", required = false) @Nullable Long after,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
    return rounds.of(group, Page.of(after, limit));
  }

  @GetMapping(path = "/rounds.csv", produces = "text/csv;charset=UTF-8")
  @Operation(
      operationId = "listRoundsAsCsv",
      summary = "What rounds cost, as a table: seconds and bytes by round and member",
      description =
          "RFC 4180 with a line of names: round, epoch, outcome, node_id, counted, seconds,"
              + " train_seconds, bytes_up, bytes_down, collect_seconds, aggregate_seconds,"
              + " hold_seconds, commit_seconds. One row for each round and member, those that were"
              + " not counted too; a figure that nobody measured is empty. `after` and `limit`"
              + " count rounds, as in the list.")
  @Refuses({ProblemType.GROUP_NOT_FOUND, ProblemType.INVALID_REQUEST})
  String csv(
      @PathVariable("group_id") GroupId group,
      @RequestParam(name = "after", required = false) @Nullable Long after,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
    return rounds.of(group, Page.of(after, limit)).stream()
        .map(RoundCsv::of)
        .collect(Collectors.joining("", RoundCsv.HEAD, ""));
  }

  @PostMapping("/rounds")
  @Operation(
      operationId = "reportRound",
      summary = "Tell how a round went",
      description =
          "For the holder of the group's present term. An outcome of `completed` or `rolled_back`"
              + " needs a head that was committed in this round and epoch; the same report again"
              + " changes nothing.")
  @Refuses({
    ProblemType.GROUP_NOT_FOUND,
    ProblemType.STALE_EPOCH,
    ProblemType.INVALID_REQUEST,
    ProblemType.UNREADABLE_BODY
  })
  RoundEntry report(@PathVariable("group_id") GroupId group, @RequestBody RoundAccount account) {
    return rounds.report(group, account);
  }
}
