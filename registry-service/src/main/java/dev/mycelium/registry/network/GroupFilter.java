package dev.mycelium.registry.network;

import dev.mycelium.registry.group.GroupState;
import dev.mycelium.wire.group.GroupActivity;
import dev.mycelium.wire.group.JoinPolicy;
import org.jspecify.annotations.Nullable;

/** Which groups a caller wants to see; each null asks for any. */
record GroupFilter(
    @Nullable String modelType,
    @Nullable String datasetName,
    @Nullable JoinPolicy joinPolicy,
    @Nullable GroupActivity state) {

  static GroupFilter any() {
    return new GroupFilter(null, null, null, null);
  }

  /** Reads constants as the wire writes them; Spring would also take their names. */
  static GroupFilter of(
      @Nullable String modelType,
      @Nullable String datasetName,
      @Nullable String joinPolicy,
      @Nullable String state) {
    return new GroupFilter(
        modelType,
        datasetName,
        joinPolicy == null ? null : JoinPolicy.of(joinPolicy),
        state == null ? null : GroupActivity.of(state));
  }

  boolean admits(GroupState group) {
    return (modelType == null || modelType.equals(group.modelType()))
        && (datasetName == null || datasetName.equals(group.datasetName()))
        && (joinPolicy == null || joinPolicy == group.joinPolicy())
        && (state == null || state == group.activity());
  }
}
