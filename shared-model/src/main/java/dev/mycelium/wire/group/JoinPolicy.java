package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mycelium.wire.InvalidFieldException;

/** Who may join a group. */
public enum JoinPolicy {
  OPEN("open"),
  INVITE_ONLY("invite-only");

  private final String text;

  JoinPolicy(String text) {
    this.text = text;
  }

  @JsonCreator
  public static JoinPolicy of(String text) {
    for (JoinPolicy policy : values()) {
      if (policy.text.equals(text)) {
        return policy;
      }
    }
    throw InvalidFieldException.of("join_policy", '"' + text + '"', "open or invite-only");
  }

  @JsonValue
  public String text() {
    return text;
  }
}
