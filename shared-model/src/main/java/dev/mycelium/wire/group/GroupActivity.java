package dev.mycelium.wire.group;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mycelium.wire.InvalidFieldException;

/** Whether a group works. A paused one keeps its members and takes neither joins nor rounds. */
public enum GroupActivity {
  ACTIVE("active"),
  PAUSED("paused");

  private final String text;

  GroupActivity(String text) {
    this.text = text;
  }

  @JsonCreator
  public static GroupActivity of(String text) {
    for (GroupActivity activity : values()) {
      if (activity.text.equals(text)) {
        return activity;
      }
    }
    throw InvalidFieldException.of("state", '"' + text + '"', "active or paused");
  }

  @JsonValue
  public String text() {
    return text;
  }
}
