package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a new group. The creator is not joined by this.
 *
 * @param performanceMetric what the creator claims for the group; shown only until something is
 *     measured
 * @param maxCapacity places in the group, 5 unless given
 * @param ifNoneCompatible create only if no open group with room is compatible with {@code spec};
 *     otherwise the answer is 409 and names that group
 * @param exactModel with {@code if_none_compatible}: a group of another model than {@code spec}'s
 *     is not compatible
 */
public record GroupCreation(
    @JsonProperty("model_type") String modelType,
    @JsonProperty("dataset_name") String datasetName,
    @JsonProperty("performance_metric") @Nullable Double performanceMetric,
    @JsonProperty("max_capacity") @Nullable Integer maxCapacity,
    @JsonProperty("join_policy") @Nullable JoinPolicy joinPolicy,
    @JsonProperty("spec") @Nullable GroupSpec spec,
    @JsonProperty("if_none_compatible") @Nullable Boolean ifNoneCompatible,
    @JsonProperty("exact_model") @Nullable Boolean exactModel) {
  public static final int DEFAULT_CAPACITY = 5;
  public static final int LARGEST_CAPACITY = 100_000;

  public GroupCreation {
    modelType = Expect.text(modelType, "model_type", 200);
    datasetName = Expect.text(datasetName, "dataset_name", 200);
    performanceMetric = Expect.finiteOrNull(performanceMetric, "performance_metric");
    if (maxCapacity != null) {
      Expect.inRange(maxCapacity, "max_capacity", 1, LARGEST_CAPACITY);
    }
    if (Boolean.TRUE.equals(ifNoneCompatible)) {
      Expect.present(spec, "spec", "the spec that must be compatible");
    }
    if (spec != null) {
      spec.federation().requireFits(spec.model());
    }
  }
}
