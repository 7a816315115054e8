package dev.mycelium.wire.problem;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 writes it, as a caller reads it.
 *
 * @param type a {@link ProblemType#uri()}
 * @param detail what was wrong with this request
 * @param advice what to do
 * @param groupId the group that the problem names, if it names one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Problem(
    @JsonProperty("type") @Nullable String type,
    @JsonProperty("title") @Nullable String title,
    @JsonProperty("status") int status,
    @JsonProperty("detail") @Nullable String detail,
    @JsonProperty("advice") @Nullable String advice,
    @JsonProperty("group_id") @Nullable String groupId) {

  /** One line for a log: what was wrong and what to do. */
  public String text() {
    String what = detail != null ? detail : title != null ? title : "no explanation";
    return advice == null ? what : what + " (" + advice + ")";
  }

  public boolean is(ProblemType expected) {
    return expected.uri().toString().equals(type);
  }
}
