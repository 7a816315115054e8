package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.InvalidFieldException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How rounds run, under Flower's option names and defaults.
 *
 * @param numRounds rounds after which the group rests; null means without end
 * @param fractionFit share of the available members that are asked to train, (0, 1]
 * @param fractionEvaluate share of the members that score a new head, [0, 1]
 * @param minFitClients updates that a round needs; a lone member trains alone all the same
 * @param minAvailableClients members that a round waits for; a lone member waits for none
 * @param roundTimeout after which a round closes with what it has; null lets the coordinator choose
 *     it from how long members took before
 * @param overSelection share by which more members are asked than wanted, [0, 1]; the round then
 *     closes when as many as wanted answered (Bonawitz et al. 2019, arXiv 1902.01046, section 2.2);
 *     null means 0
 * @param compression in which numbers updates travel; null means float32
 * @param personal names of parameters that never leave a member, which trains and keeps its own:
 *     FedPer (Arivazhagan et al. 2019, arXiv 1912.00818) for the layers near the output, FedBN (Li
 *     et al. 2021, arXiv 2102.07623) for those that normalize; null means none
 * @param rollback when a head that became worse gives way to the best one; null means never
 * @param earlyStopping when the group rests because its heads get no better; null means never
 * @param selection which members a round asks; null draws them alike
 */
public record FederationSpec(
    @JsonProperty("strategy") StrategySpec strategy,
    @JsonProperty("num_rounds") @Nullable Integer numRounds,
    @JsonProperty("fraction_fit") double fractionFit,
    @JsonProperty("fraction_evaluate") double fractionEvaluate,
    @JsonProperty("min_fit_clients") int minFitClients,
    @JsonProperty("min_available_clients") int minAvailableClients,
    @JsonProperty("round_timeout") @Nullable Duration roundTimeout,
    @JsonProperty("over_selection") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Double overSelection,
    @JsonProperty("compression") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable CompressionSpec compression,
    @JsonProperty("personal") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<NamePattern> personal,
    @JsonProperty("rollback") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable RollbackSpec rollback,
    @JsonProperty("early_stopping") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable EarlyStoppingSpec earlyStopping,
    @JsonProperty("selection") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable SelectionSpec selection) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final String PERSONAL = "spec.federation.personal";
  private static final int MOST_PATTERNS = 16;
  private static final int SHOWN_NAMES = 40;

  public FederationSpec {
    strategy = Expect.present(strategy, "spec.federation.strategy", "fedavg");
    if (numRounds != null) {
      Expect.atLeast(numRounds, "spec.federation.num_rounds", 1);
    }
    Expect.inRange(fractionFit, "spec.federation.fraction_fit", Double.MIN_NORMAL, 1);
    Expect.inRange(fractionEvaluate, "spec.federation.fraction_evaluate", 0, 1);
    Expect.inRange(minFitClients, "spec.federation.min_fit_clients", 1, 100_000);
    Expect.inRange(minAvailableClients, "spec.federation.min_available_clients", 1, 100_000);
    if (overSelection != null) {
      Expect.inRange(overSelection, "spec.federation.over_selection", 0, 1);
    }
    if (personal != null) {
      personal = List.copyOf(personal);
      Expect.inRange(personal.size(), "spec.federation.personal: patterns", 1, MOST_PATTERNS);
    }
    if ((rollback != null || earlyStopping != null) && fractionEvaluate == 0) {
      throw InvalidFieldException.of(
          "spec.federation.fraction_evaluate",
          fractionEvaluate,
          "> 0, rollback and early_stopping go by scores");
    }
    if (rollback != null && strategy.local() instanceof StrategySpec.Scaffold) {
      throw InvalidFieldException.of(
          "spec.federation.rollback",
          "with scaffold",
          "another strategy: members' control variates do not go back with a head");
    }
    if (roundTimeout != null
        && (roundTimeout.compareTo(SHORTEST) < 0 || roundTimeout.compareTo(LONGEST) > 0)) {
      throw InvalidFieldException.of(
          "spec.federation.round_timeout", roundTimeout, SHORTEST + " to " + LONGEST);
    }
  }

  /** As many members are asked as are wanted; all else that may be left out is. */
  public FederationSpec(
      StrategySpec strategy,
      @Nullable Integer numRounds,
      double fractionFit,
      double fractionEvaluate,
      int minFitClients,
      int minAvailableClients,
      @Nullable Duration roundTimeout) {
    this(
        strategy,
        numRounds,
        fractionFit,
        fractionEvaluate,
        minFitClients,
        minAvailableClients,
        roundTimeout,
        null);
  }

  /** All travels as it is. */
  public FederationSpec(
      StrategySpec strategy,
      @Nullable Integer numRounds,
      double fractionFit,
      double fractionEvaluate,
      int minFitClients,
      int minAvailableClients,
      @Nullable Duration roundTimeout,
      @Nullable Double overSelection) {
    this(
        strategy,
        numRounds,
        fractionFit,
        fractionEvaluate,
        minFitClients,
        minAvailableClients,
        roundTimeout,
        overSelection,
        null,
        null,
        null,
        null,
        null);
  }

  /** FedAvg with Flower's defaults and a round's deadline of ten minutes. */
  public static FederationSpec defaults() {
    return new FederationSpec(
        new StrategySpec.FedAvg(), null, 1.0, 1.0, 2, 2, Duration.ofMinutes(10));
  }

  /** The same with another way from updates to the next head. */
  public FederationSpec with(StrategySpec other) {
    return with(other, compression, personal);
  }

  /** The same with updates in other numbers. */
  public FederationSpec with(CompressionSpec other) {
    return with(strategy, other, personal);
  }

  /** The same with parameters that stay at home. */
  public FederationSpec withPersonal(List<NamePattern> patterns) {
    return with(strategy, compression, patterns);
  }

  private FederationSpec with(
      StrategySpec otherStrategy,
      @Nullable CompressionSpec otherCompression,
      @Nullable List<NamePattern> patterns) {
    return new FederationSpec(
        otherStrategy,
        numRounds,
        fractionFit,
        fractionEvaluate,
        minFitClients,
        minAvailableClients,
        roundTimeout,
        overSelection,
        otherCompression,
        patterns,
        rollback,
        earlyStopping,
        selection);
  }

  /** Whether members' scores of a head decide what comes after it. */
  public boolean judgesHeads() {
    return rollback != null || earlyStopping != null;
  }

  /** Whether the parameter of this name never leaves a member. */
  public boolean keepsAtHome(String tensor) {
    return personal != null && personal.stream().anyMatch(pattern -> pattern.matches(tensor));
  }

  /**
   * @throws InvalidFieldException if a pattern means none of the model's parameters, or all of them
   *     together mean every one
   */
  void requireFits(ModelSpec model) {
    if (personal == null) {
      return;
    }
    List<String> names = model.tensorNames();
    for (NamePattern pattern : personal) {
      if (names.stream().noneMatch(pattern::matches)) {
        throw InvalidFieldException.of(
            PERSONAL, pattern.text(), "a pattern for some of " + Some.of(names, SHOWN_NAMES));
      }
    }
    if (names.stream().allMatch(this::keepsAtHome)) {
      throw InvalidFieldException.of(
          PERSONAL,
          personal,
          "to leave something to learn together of " + Some.of(names, SHOWN_NAMES));
    }
  }

  /** In which numbers updates travel, said or not. */
  public CompressionSpec updates() {
    return Objects.requireNonNullElseGet(compression, CompressionSpec.None::new);
  }
}
