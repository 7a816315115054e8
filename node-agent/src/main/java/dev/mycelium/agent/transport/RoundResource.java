package dev.mycelium.agent.transport;

import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.agent.round.RoundDesk;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of the group that this agent coordinates.
 *
 * <pre>
 *   GET  /groups/ID/rounds/current?node=&amp;after=&amp;have=&amp;committed=&amp;trains=   long poll
 *   POST /groups/ID/rounds/N/submissions
 *   POST /groups/ID/rounds/N/failures
 *   GET  /groups/ID/rounds/N                                              report of a round
 * </pre>
 */
final class RoundResource implements Resource {
  private final AgentResources resources;

  RoundResource(AgentResources resources) {
    this.resources = resources;
  }

  @Override
  public List<String> routes() {
    return List.of(
        "GET /groups/{group_id}/rounds/current",
        "GET /groups/{group_id}/rounds/{round}",
        "POST /groups/{group_id}/rounds/{round}/submissions",
        "POST /groups/{group_id}/rounds/{round}/failures");
  }

  @Override
  public boolean serve(Exchange exchange) throws IOException {
    List<String> path = exchange.path();
    if (path.size() < 4 || !path.get(0).equals("groups") || !path.get(2).equals("rounds")) {
      return false;
    }
    GroupId group = new GroupId(path.get(1));
    String route = exchange.method() + (path.size() == 5 ? " " + path.get(4) : "");
    if (route.equals("GET") && path.get(3).equals("current")) {
      poll(exchange, group);
    } else if (route.equals("GET")) {
      report(exchange, group, number(path.get(3)));
    } else if (route.equals("POST submissions")) {
      submit(exchange, group, number(path.get(3)));
    } else if (route.equals("POST failures")) {
      fail(exchange, group, number(path.get(3)));
    } else {
      return false;
    }
    return true;
  }

  private void poll(Exchange exchange, GroupId group) throws IOException {
    String have = exchange.query("have");
    Poll poll =
        new Poll(
            new NodeId(Expect.present(exchange.query("node"), "node", "who asks")),
            exchange.query("after", 0),
            have == null ? null : new Sha256(have),
            exchange.query("committed", -1),
            trains(exchange.query("trains")));
    RoundDesk desk = coordinator(group).desk();
    Optional<RoundStatus> status = desk.poll(poll, PeerTimes.LONGEST_POLL.value());
    if (desk.isClosed()) {
      throw notCoordinator();
    } else if (status.isPresent()) {
      exchange.answer(200, status.get());
    } else {
      exchange.answer(204);
    }
  }

  private void submit(Exchange exchange, GroupId group, long round) throws IOException {
    Submission submission = exchange.json(Submission.class);
    requireSame(submission.round(), round);
    Receipt receipt = coordinator(group).submit(submission);
    if (receipt instanceof Receipt.Refused refused) {
      exchange.refuse(refused.type(), refused.reason());
    } else {
      exchange.answer(200, Map.of("status", "accepted"));
    }
  }

  private void fail(Exchange exchange, GroupId group, long round) throws IOException {
    RoundFailure failure = exchange.json(RoundFailure.class);
    requireSame(failure.round(), round);
    coordinator(group).desk().fail(failure);
    exchange.answer(200, Map.of("status", "noted"));
  }

  private void report(Exchange exchange, GroupId group, long round) throws IOException {
    Optional<RoundReport> report = resources.journal().report(group, round);
    if (report.isPresent()) {
      exchange.answer(200, report.get());
    } else {
      exchange.refuse(ProblemType.NOT_FOUND, "round " + round + " did not end here, or long ago");
    }
  }

  private Coordinator coordinator(GroupId group) {
    return resources
        .coordinator()
        .get()
        .filter(term -> term.desk().group().equals(group) && !term.desk().isClosed())
        .orElseThrow(RoundResource::notCoordinator);
  }

  static RefusedRequestException notCoordinator() {
    return RefusedRequestException.of(
        ProblemType.NOT_COORDINATOR, "this agent does not coordinate that group");
  }

  private static void requireSame(long round, long inPath) {
    if (round != inPath) {
      throw InvalidFieldException.of("round", round, inPath + ", as in the path");
    }
  }

  private static boolean trains(@Nullable String text) {
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw InvalidFieldException.of("trains", '"' + text + '"', "true or false");
    }
    return !"false".equals(text);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw InvalidFieldException.of("round", '"' + text + '"', "a whole number");
    }
  }
}
