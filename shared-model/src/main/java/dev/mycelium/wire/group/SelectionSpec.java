package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/** Which of the members a round asks, where it asks fewer than there are. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SelectionSpec.Random.class, name = "random"),
  @JsonSubTypes.Type(value = SelectionSpec.Fast.class, name = "fast")
})
public sealed interface SelectionSpec {

  /** Every member with the same chance. */
  record Random() implements SelectionSpec {}

  /**
   * Members that answered faster have the better chance, and some of those asked are drawn with no
   * regard to that (Lai et al. 2021, arXiv 2010.06081, section 4.2).
   *
   * @param exploration share of those asked that is drawn alike, (0, 1]; null means 0.2
   */
  record Fast(
      @JsonProperty("exploration") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable Double exploration)
      implements SelectionSpec {
    private static final double SHARE = 0.2;

    public Fast {
      if (exploration != null) {
        Expect.inRange(exploration, "spec.federation.selection.exploration", 0.01, 1);
      }
    }

    public double share() {
      return exploration == null ? SHARE : exploration;
    }
  }
}
