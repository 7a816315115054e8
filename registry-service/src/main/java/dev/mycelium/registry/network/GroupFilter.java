package dev.mycelium.registry.network;

import dev.mycelium.registry.group.GroupState;
import dev.mycelium.wire.group.JoinPolicy;
import org.jspecify.annotations.Nullable;

/** Which groups a caller wants to see; each null asks for any. */
record GroupFilter(
    @Nullable String modelType, @Nullable String datasetName, @Nullable JoinPolicy joinPolicy) {

  static GroupFilter any() {
    return new GroupFilter(null, null, null);
  }

  /** Reads {@code joinPolicy} as the wire writes it; Spring would also take the constant's name. */
  static GroupFilter of(
      @Nullable String modelType, @Nullable String datasetName, @Nullable String joinPolicy) {
    return new GroupFilter(
        modelType, datasetName, joinPolicy == null ? null : JoinPolicy.of(joinPolicy));
  }

  boolean admits(GroupState group) {
    return (modelType == null || modelType.equals(group.modelType()))
        && (datasetName == null || datasetName.equals(group.datasetName()))
        && (joinPolicy == null || joinPolicy == group.joinPolicy());
  }
}
