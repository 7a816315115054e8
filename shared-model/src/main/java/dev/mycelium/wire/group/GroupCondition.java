package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a group stands still, and what to do about it.
 *
 * @param code stable name such as {@code NO_COORDINATOR}
 * @param advice one sentence for the operator
 */
public record GroupCondition(
    @JsonProperty("code") String code, @JsonProperty("advice") String advice) {

  public static GroupCondition noMembers() {
    return new GroupCondition("NO_MEMBERS", "Start an agent with --group, or let one discover it.");
  }

  public static GroupCondition paused() {
    return new GroupCondition(
        "PAUSED", "Neither joins nor rounds until somebody sets its state to active.");
  }

  public static GroupCondition noCoordinator() {
    return new GroupCondition(
        "NO_COORDINATOR",
        "No online member offers to coordinate; start one without --no-coordinate at an address that"
            + " the members reach.");
  }

  public static GroupCondition noInitialWeights() {
    return new GroupCondition(
        "NO_INITIAL_WEIGHTS",
        "Version 0 was given as a file, and no online member holds it; start the agent that founded"
            + " the group again, or found another group.");
  }

  /** No round begins; what the coordinator alone knows, such as members without data, apart. */
  public static GroupCondition tooFewMembers(int members, long needed) {
    return new GroupCondition(
        "TOO_FEW_MEMBERS",
        "%d members (expected: at least %d for a round, by the group's spec); let more agents join."
            .formatted(members, needed));
  }

  /**
   * @param cause why the group trains no further, as one sentence
   */
  public static GroupCondition resting(String cause) {
    return new GroupCondition(
        "RESTING", cause + "; found another group from its model to train further.");
  }
}
