package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mycelium.agent.directory.ScriptedRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a group is founded with that options describe, as the registry is asked for it. */
class FederationOptionsTest {
  private final Console console = new Console();
  private ScriptedRegistry registry;

  @BeforeEach
  void begin() throws IOException {
    registry = new ScriptedRegistry();
    registry.answers(200, "{\"group_id\": \"new-1\", \"status\": \"created\"}");
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--compression float16 | /compression/name | float16",
        "--compression qsgd,levels=4 | /compression/levels | 4",
        "--compression qsgd,levels=4 | /compression/bucket_size | 512",
        "--personal dense0.*,dense?.bias | /personal/1 | dense?.bias",
        "--selection random | /selection/name | random",
        "--selection fast | /selection/name | fast",
        "--selection fast,exploration=0.3 | /selection/exploration | 0.3",
        "--rollback-tolerance 0.05 | /rollback/tolerance | 0.05",
        "--early-stopping-patience 5 | /early_stopping/patience | 5",
        "--early-stopping-patience 5 --early-stopping-min-delta 0.01 | /early_stopping/min_delta"
            + " | 0.01",
        "--over-selection 0.5 | /over_selection | 0.5",
        "--round-timeout 90s | /round_timeout | PT1M30S",
      })
  void goIntoTheGroupsSpec(String options, String field, String value) {
    assertThat(create(options.split(" "))).as(console.err()).isZero();

    assertThat(asked().at(field).asString()).isEqualTo(value);
  }

  /** An older agent reads a group that needs nothing new. */
  @Test
  void areLeftOutOfTheSpecWhereNobodyGaveThem() {
    assertThat(create()).as(console.err()).isZero();

    assertThat(asked().propertyNames())
        .doesNotContain(
            "compression", "personal", "selection", "rollback", "early_stopping", "over_selection");
    assertThat(asked().has("strategy")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | --compression zip | --compression: | none; float16; qsgd",
        "2 | --compression qsgd,levels=0 | --compression: levels: 0 | (expected: ",
        "2 | --selection slow | --selection: \"slow\" | random, fast or fast,exploration=SHARE",
        "2 | --selection fast,exploration=2 | --selection: \"fast,exploration=2\" | 0.01 to 1",
        "2 | --selection fast,exploration=x | --selection: \"fast,exploration=x\" | 0.01 to 1",
        "2 | --early-stopping-min-delta 0.1 | --early-stopping-min-delta: 0.1 | patience",
        "21 | --personal dense[0] | --personal: dense[0] | (expected: ",
        "21 | --personal nothing.* | --personal: nothing.* | dense0.weight",
        "21 | --rollback-tolerance -1 | --rollback-tolerance: -1.0 | (expected: ",
        "21 | --early-stopping-patience 0 | --early-stopping-patience: 0 | (expected: ",
        "21 | --early-stopping-patience 1 --early-stopping-min-delta -1 |"
            + " --early-stopping-min-delta: -1.0 | (expected: ",
        "21 | --over-selection -1 | --over-selection: -1.0 | (expected: ",
        "21 | --min-fit-clients 0 | --min-fit-clients: 0 | (expected: ",
        "21 | --strategy fednova --momentum 0.9 | --strategy: momentum: 0.0 | (expected: 0.9",
        "21 | --learning-rate -1 | --learning-rate: -1.0 | (expected: ",
      })
  void areRefusedByNameBeforeTheRegistryIsAsked(
      int exit, String options, String wrong, String expected) {
    assertThat(create(options.split(" "))).as(console.err()).isEqualTo(exit);

    assertThat(console.err()).contains("mycelium: " + wrong, expected).hasLineCount(1);
    assertThat(registry.requests()).isEmpty();
  }

  private int create(String... options) {
    List<String> line = new ArrayList<>(List.of("groups", "create", "--data", "synthetic:digits"));
    line.add("--registry=" + registry.uri());
    line.addAll(Arrays.asList(options));
    return console.run(line.toArray(String[]::new));
  }

  private JsonNode asked() {
    return JsonMapper.shared().readTree(registry.bodies().get(0)).at("/spec/federation");
  }
}
