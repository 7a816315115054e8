package dev.mycelium.wire.group;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * In which numbers a member's update travels: the change of the model only, never a head, and
 * nothing that an algorithm keeps from round to round, such as control variates.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CompressionSpec.None.class, name = "none"),
  @JsonSubTypes.Type(value = CompressionSpec.Float16.class, name = "float16"),
  @JsonSubTypes.Type(value = CompressionSpec.Qsgd.class, name = "qsgd")
})
public sealed interface CompressionSpec {

  /** Float32, as it was trained. */
  record None() implements CompressionSpec {}

  /** The nearest float16, at a scale of each tensor's own: half the bytes. */
  record Float16() implements CompressionSpec {}

  /**
   * 8 bits for each number, rounded by chance so that the mean stays: QSGD of Alistarh et al. 2017,
   * arXiv 1610.02132, section 3. A quarter of the bytes.
   *
   * @param levels between 0 and a bucket's norm, 1 to 127; 127 if it is absent
   * @param bucketSize numbers that share a norm, 16 to 65536; 512 if it is absent
   */
  record Qsgd(
      @JsonProperty("levels") Integer levels, @JsonProperty("bucket_size") Integer bucketSize)
      implements CompressionSpec {
    private static final int MOST_LEVELS = Byte.MAX_VALUE;
    private static final int USUAL_BUCKET = 512;

    public Qsgd {
      levels = requireNonNullElse(levels, MOST_LEVELS);
      bucketSize = requireNonNullElse(bucketSize, USUAL_BUCKET);
      Expect.inRange(levels, "spec.federation.compression.levels", 1, MOST_LEVELS);
      Expect.inRange(bucketSize, "spec.federation.compression.bucket_size", 16, 65_536);
    }

    /** As the constructor does for a reader of JSON: what is not told is as usual. */
    public static Qsgd of(@Nullable Integer levels, @Nullable Integer bucketSize) {
      return new Qsgd(
          requireNonNullElse(levels, MOST_LEVELS), requireNonNullElse(bucketSize, USUAL_BUCKET));
    }
  }
}
