package dev.mycelium.agent.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an agent tells a person, or a program, what happens: a sentence or a JSON object per line.
 */
final class Terminal {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintWriter out;
  private final boolean json;
  private final JsonMapper mapper = JsonMapper.shared();
  private final Clock clock = Clock.system(ZoneId.systemDefault());

  Terminal(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** A line of the kind that stands above everything else; as JSON it is left out. */
  void heading(String text) {
    if (!json) {
      print(text);
    }
  }

  /**
   * @param event its name in JSON
   * @param sentence what a person reads
   * @param figures what a program reads
   */
  void tell(String event, String sentence, Map<String, ?> figures) {
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("at", clock.instant().toString());
      line.put("event", event);
      line.put("text", sentence);
      line.putAll(figures);
      print(mapper.writeValueAsString(line));
    } else {
      print(TIME.format(clock.instant().atZone(clock.getZone())) + "  " + sentence);
    }
  }

  private synchronized void print(String line) {
    out.println(line);
    out.flush();
  }
}
