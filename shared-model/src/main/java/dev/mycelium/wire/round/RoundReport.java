package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a round ended.
 *
 * @param outcome {@code completed}, {@code too_few_updates}, {@code rejected}, {@code superseded},
 *     or {@code provisional}: trained while the registry was away, and not committed by itself
 * @param cause one sentence; for a completed round, what closed it
 * @param counted members whose updates were aggregated, in the order of summation
 * @param missing members that were not counted, each with its cause: asked, or left in peace
 *     because they were late again and again
 * @param head the version that the round made; of a provisional round, the version that its head
 *     would have been if it had been committed then; null otherwise
 * @param updateBytes of the updates that were accepted; null where nobody counted them
 * @param phases null where nobody measured them
 * @param work of the members, by id; null where nobody measured it
 */
public record RoundReport(
    @JsonProperty("round") long round,
    @JsonProperty("epoch") long epoch,
    @JsonProperty("outcome") String outcome,
    @JsonProperty("cause") String cause,
    @JsonProperty("counted") List<NodeId> counted,
    @JsonProperty("missing") Map<String, String> missing,
    @JsonProperty("head") @Nullable Head head,
    @JsonProperty("update_bytes") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable UpdateBytes updateBytes,
    @JsonProperty("phases") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RoundPhases phases,
    @JsonProperty("work") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Map<String, MemberWork> work) {

  private static final int LONGEST_ID = 128;

  public RoundReport {
    outcome = Expect.text(outcome, "outcome", 30);
    cause = Expect.text(cause, "cause", 2_000);
    counted = List.copyOf(Expect.present(counted, "counted", "ids of members"));
    missing = Map.copyOf(Expect.present(missing, "missing", "causes by id"));
    work = work == null ? null : sorted(work);
  }

  private static Map<String, MemberWork> sorted(Map<String, MemberWork> work) {
    Map<String, MemberWork> sorted = new TreeMap<>();
    work.forEach(
        (node, own) ->
            sorted.put(
                Expect.text(node, "work: a node's id", LONGEST_ID),
                Expect.present(own, "work." + node, "what the round cost the member")));
    return Collections.unmodifiableMap(sorted);
  }

  /** A report of which no bytes and no times are known. */
  public RoundReport(
      long round,
      long epoch,
      String outcome,
      String cause,
      List<NodeId> counted,
      Map<String, String> missing,
      @Nullable Head head) {
    this(round, epoch, outcome, cause, counted, missing, head, null, null, null);
  }

  /** The same with what its updates weighed. */
  public RoundReport with(UpdateBytes bytes) {
    return new RoundReport(
        round, epoch, outcome, cause, counted, missing, head, bytes, phases, work);
  }

  /** The same with what it cost. */
  public RoundReport with(RoundPhases times, @Nullable Map<String, MemberWork> cost) {
    return new RoundReport(
        round, epoch, outcome, cause, counted, missing, head, updateBytes, times, cost);
  }
}
