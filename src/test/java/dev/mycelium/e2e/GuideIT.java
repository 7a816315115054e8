package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in the user guide's blocks, run one after another as they stand. */
class GuideIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern JOINED = Pattern.compile("joined group (\\S+)");
  private static final String INVITATION = "MYCELIUM_INVITATION";
  private static final String AGREED = "54.125";
  private static final Pattern MADE = Pattern.compile("--group (\\S+) --invitation (\\S+)");

  @TempDir Path folder;
  private final Map<List<String>, ChildProcess> agents = new HashMap<>();
  private final List<ChildProcess> running = new ArrayList<>();
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "MYCELIUM_PORT",
              "0",
              "MYCELIUM_HEARTBEAT_INTERVAL",
              "5s",
              "MYCELIUM_HOME",
              Network.home().toString()));
  private String registry = "http://127.0.0.1:1";
  private String group = "none";
  private String code = "none";
  private int commands;

  @AfterEach
  void stop() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
  }

  @Test
  void everyCommandWorks() throws IOException {
    Files.writeString(folder.resolve("ward.csv"), ward(1));
    Files.writeString(folder.resolve("ward-2.csv"), ward(2));
    Files.writeString(folder.resolve("later.csv"), ward(3));
    Files.writeString(folder.resolve("agent.yaml"), "heartbeat-interval: 5s\nmodel: linear\n");

    for (String line : lines()) {
      List<String> words = words(line.replace("GROUP", group));
      environment.keySet().remove(INVITATION);
      if (words.remove(INVITATION + "=CODE")) {
        environment.put(INVITATION, code);
      }
      assertThat(words.remove(0)).isEqualTo("./mycelium");
      run(line, words);
    }

    assertThat(commands).isGreaterThanOrEqualTo(23);
    assertThat(folder.resolve("answers.csv")).content().startsWith("example,prediction");
    assertThat(said("--validation")).contains("200 examples to train on, 200 held out");
    assertThat(new RegistryClient(URI.create(registry)).get("/groups").body().toString())
        .contains("\"mean\":" + AGREED);
  }

  /** What the agent told that was started with this option. */
  private String said(String option) {
    return agents.entrySet().stream()
        .filter(agent -> agent.getKey().contains(option))
        .map(agent -> agent.getValue().out())
        .collect(Collectors.joining());
  }

  private void run(String line, List<String> words) throws IOException {
    commands++;
    if (words.get(0).equals("registry") && words.get(1).startsWith("--")) {
      startRegistry(words);
    } else if (words.get(0).equals("node") && !words.contains("--print-config")) {
      startAgent(words);
    } else {
      ChildProcess process = start(words);
      assertThat(process.awaitExit()).as("%s: %s", line, process.err()).isZero();
      assertThat(process.out()).as(line).isNotBlank();
      rememberGroup(process.out());
      if (words.contains("--write-schema")) {
        agree();
      }
    }
  }

  /** Edits the file, as a person may: a mean that no data have. */
  private void agree() throws IOException {
    Path schema = folder.resolve("agreed.json");
    String edited =
        Files.readString(schema).replaceFirst("\"mean\" : [0-9.]+", "\"mean\" : " + AGREED);
    Files.writeString(schema, edited);
  }

  /** A group that a command made, and the code that it told. */
  private void rememberGroup(String out) {
    Matcher made = MADE.matcher(out);
    if (made.find()) {
      group = made.group(1);
      code = made.group(2);
    }
  }

  private void startRegistry(List<String> words) {
    List<String> anyPort = new ArrayList<>(words);
    anyPort.addAll(List.of("--port", "0"));
    ChildProcess process = start(anyPort);
    Matcher ready = RegistryProcess.READY.matcher("");
    Deadline.await("the registry").until(() -> ready.reset(process.out()).find());
    registry = "http://127.0.0.1:" + ready.group(1);
  }

  /** Its port is any, and its first score is waited for: the guide's reader takes their time. */
  private void startAgent(List<String> words) {
    ChildProcess process = start(words);
    agents.put(words, process);
    Matcher joined = JOINED.matcher("");
    Deadline.await("a group").until(() -> joined.reset(process.out()).find());
    group = joined.group(1);
    Deadline.await("a score").until(() -> process.out().contains("scores"));
  }

  private ChildProcess start(List<String> words) {
    List<String> command =
        new ArrayList<>(words.get(0).equals("registry") ? Programs.registry() : Programs.agent());
    command.addAll(words.get(0).equals("registry") ? words.subList(1, words.size()) : words);
    environment.put("MYCELIUM_REGISTRY", registry);
    ChildProcess process =
        ChildProcess.startIn(folder, folder.resolve("command-" + commands), command, environment);
    running.add(process);
    return process;
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(Programs.ROOT.resolve("docs/guide.md")));
    while (blocks.find()) {
      lines.addAll(blocks.group(1).lines().toList());
    }
    return lines;
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map((MatchResult word) -> word.group(1) == null ? word.group(2) : word.group(1))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String ward(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("age,pressure,smoker,sick\n");
    for (int i = 0; i < 200; i++) {
      int age = random.nextInt(20, 90);
      int pressure = random.nextInt(90, 190);
      boolean sick = age + pressure + random.nextInt(60) > 220;
      text.append("%d,%d,%s,%s%n".formatted(age, pressure, i % 3 == 0 ? "yes" : "no", sick));
    }
    return text.toString();
  }
}
