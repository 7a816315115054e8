package dev.mycelium.wire.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.wire.Expect;
import org.jspecify.annotations.Nullable;

/**
 * What a round cost one of its members; null is what nobody measured.
 *
 * @param seconds from the call to train until its update counted, by the coordinator's clock
 * @param trainSeconds how long it trained, as it says itself
 * @param bytesUp of its update, as the coordinator holds it
 * @param bytesDown of heads and candidates that the coordinator sent it since the round before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemberWork(
    @JsonProperty("seconds") @Nullable Double seconds,
    @JsonProperty("train_seconds") @Nullable Double trainSeconds,
    @JsonProperty("bytes_up") @Nullable Long bytesUp,
    @JsonProperty("bytes_down") @Nullable Long bytesDown) {

  /** Nobody measured anything. */
  public static final MemberWork UNKNOWN = new MemberWork(null, null, null, null);

  /** A petabyte, far beyond what a round moves. */
  private static final long MOST_BYTES = 1_000_000_000_000_000L;

  public MemberWork {
    seconds = Seconds.expected(seconds, "work.seconds");
    trainSeconds = Seconds.expected(trainSeconds, "work.train_seconds");
    bytesUp = expectedBytes(bytesUp, "work.bytes_up");
    bytesDown = expectedBytes(bytesDown, "work.bytes_down");
  }

  /** The same with what the member was sent. */
  public MemberWork withBytesDown(@Nullable Long bytes) {
    return new MemberWork(seconds, trainSeconds, bytesUp, bytes);
  }

  private static @Nullable Long expectedBytes(@Nullable Long value, String field) {
    return value == null ? null : Expect.inRange(value.longValue(), field, 0, MOST_BYTES);
  }
}
