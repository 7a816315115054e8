package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** How an agent starts, why it does not, and what the listings say. */
class StartIT {
  private static final Pattern ADDRESS = Pattern.compile("address {4}127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern STATE = Pattern.compile("state {6}(.+)");
  private static final int OK = 0;
  private static final int GROUP_UNUSABLE = 40;
  private static final int REGISTRY_UNREACHABLE = 10;
  private static final int STATE_DIRECTORY_IN_USE = 31;

  @RegisterExtension static final Network network = new Network();

  private static String nowhere = "";
  private static AgentProcess lost;

  /** Waits for a registry while the other tests run, as it does so for half a minute. */
  @BeforeAll
  static void startWithoutRegistry() throws IOException {
    nowhere = "http://127.0.0.1:" + freePort();
    lost = network.startForClass("lost", "node", "start", "--registry", nowhere, "--json");
  }

  /** Filled in by {@link #startWithoutRegistry}. */
  @SuppressWarnings("NullAway.Init")
  StartIT() {}

  @Test
  void twoStartsWithoutOptionsFindTheirOwnPortsAndFolders() throws IOException {
    Path home = homeWithSharedData("no-options");

    AgentProcess first = startWithoutOptions("plain-1", home);
    awaitState(first);
    AgentProcess second = startWithoutOptions("plain-2", home);
    awaitState(second);

    assertThat(found(STATE, first)).isEqualTo(home.resolve("1").toString());
    assertThat(found(STATE, second)).isEqualTo(home.resolve("2").toString());
    assertThat(port(first)).isGreaterThanOrEqualTo(8080);
    assertThat(port(second)).isGreaterThanOrEqualTo(8080).isNotEqualTo(port(first));
    Deadline.await("both in one group")
        .until(() -> first.out().contains("joined group") && second.out().contains("joined group"));
  }

  @Test
  void leavesCleanlyAfterItsRoundsWhileTheListingsShowIt() {
    AgentProcess stays = network.start("stays", "--data", Network.FEW_DIGITS + "&name=few");
    String group = stays.groupId();
    Deadline.await("a score").until(() -> stays.scoredVersion() > 0);

    AgentProcess twoRounds =
        network.start("two-rounds", "--data", Network.FEW_DIGITS + "&name=few", "--rounds", "2");
    AgentProcess intruder = startIn(stays.stateDirectory());

    assertThat(intruder.awaitExit()).isEqualTo(STATE_DIRECTORY_IN_USE);
    assertThat(intruder.err().strip()).startsWith("mycelium: --state-dir: ").hasLineCount(1);
    assertThat(twoRounds.awaitExit()).isEqualTo(OK);
    assertThat(twoRounds.events("left")).hasSize(1);
    assertThat(twoRounds.groupId()).isEqualTo(group);
    Deadline.await("one member").until(() -> network.client().group(group).memberCount() == 1);
    List<AgentProcess> listings =
        List.of(
            listing("groups"),
            listing("groups", "--json"),
            listing("nodes"),
            listing("nodes", "--json"));
    listsGroups(group, listed(listings.get(0)), listed(listings.get(1)));
    listsNodes(stays, twoRounds, listed(listings.get(2)), listed(listings.get(3)));
  }

  @Test
  void entersAnInviteOnlyGroupWithACodeOnly() {
    JsonNode group =
        json(
            "create",
            "--join-policy",
            "invite_only",
            "--data",
            Network.FEW_DIGITS,
            "--model",
            "mlp:32");
    String id = group.get("group_id").asString();
    String founders = group.get("invitation").asString();
    String once =
        json("invite", id, "--uses", "1", "--invitation", founders).get("invitation").asString();

    AgentProcess without = network.start("without-code", "--group", id);
    AgentProcess invited = network.start("invited", "--group", id, "--invitation", once);

    assertThat(without.awaitExit()).isEqualTo(GROUP_UNUSABLE);
    assertThat(without.err().strip())
        .endsWith(
            "mycelium: group: %s (invitation: missing (expected: a code of this group)"
                    .formatted(id)
                + " (Ask a member for a code, and give it with --invitation.))");
    assertThat(invited.groupId()).isEqualTo(id);
    AgentProcess late = network.start("late", "--group", id, "--invitation", once);
    assertThat(late.awaitExit()).isEqualTo(GROUP_UNUSABLE);
    assertThat(late.err()).contains("unknown or used up").doesNotContain(once);
  }

  private static JsonNode json(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of("groups", command, "--json", "--registry"));
    arguments.add(network.registry().uri().toString());
    arguments.addAll(List.of(options));
    AgentProcess program =
        network.startPlain(command, Network.home(), arguments.toArray(String[]::new));
    assertThat(program.awaitExit()).as(program.err()).isEqualTo(OK);
    return RegistryClient.JSON.readTree(program.out());
  }

  @Test
  void saysInOneSentenceThatThereIsNoRegistry() {
    assertThat(lost.awaitExit()).isEqualTo(REGISTRY_UNREACHABLE);
    assertThat(lost.err().strip()).startsWith("mycelium: ").contains(nowhere).hasLineCount(1);
    assertThat(lost.events("waiting")).hasSize(1);
  }

  private static AgentProcess startIn(Path stateDirectory) {
    return network.startPlain(
        "intruder", Network.home(), "node", "start", "--state-dir", stateDirectory.toString());
  }

  private static void listsGroups(String group, String table, String json) {
    assertThat(table.lines())
        .first()
        .asString()
        .matches("GROUP +DATA +MODEL +METRIC +MEMBERS +VERSION +COORDINATOR");
    assertThat(table.lines())
        .anyMatch(
            line -> line.matches(group + " +few +mlp:32 +0\\.\\d{4} +1/5 +\\d+ .*epoch \\d+.*"));
    assertThat(RegistryClient.JSON.readTree(json).findValuesAsString("group_id")).contains(group);
  }

  private static void listsNodes(AgentProcess stays, AgentProcess left, String table, String json) {
    assertThat(table.lines())
        .anyMatch(
            line ->
                line.matches(
                    stays.nodeId() + " +stays +(online|suspect) .*" + stays.groupId() + ".*"))
        .anyMatch(line -> line.matches(left.nodeId() + " +two-rounds +left .*"));
    assertThat(RegistryClient.JSON.readTree(json).findValuesAsString("node_id"))
        .contains(stays.nodeId(), left.nodeId());
  }

  private static AgentProcess listing(String what, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = what;
    arguments[1] = "--registry";
    arguments[2] = network.registry().uri().toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return network.startPlain("listing-" + what + options.length, Network.home(), arguments);
  }

  private static String listed(AgentProcess listing) {
    assertThat(listing.awaitExit()).as(listing.err()).isEqualTo(OK);
    return listing.out();
  }

  /** All that is said is where the registry is, as the usual port may be taken on this machine. */
  private static AgentProcess startWithoutOptions(String name, Path home) {
    return network.startPlain(
        name, home, "node", "start", "--registry", network.registry().uri().toString());
  }

  private static void awaitState(AgentProcess agent) {
    Deadline.await(agent + " tells its state").until(() -> STATE.matcher(agent.out()).find());
  }

  private static int port(AgentProcess agent) {
    return Integer.parseInt(found(ADDRESS, agent));
  }

  private static String found(Pattern pattern, AgentProcess agent) {
    Matcher matcher = pattern.matcher(agent.out());
    assertThat(matcher.find()).as(agent.transcript()).isTrue();
    return matcher.group(1);
  }

  /** A home of its own, but for the generated data, which are drawn once. */
  private static Path homeWithSharedData(String name) throws IOException {
    Path home = Files.createDirectories(network.directory().resolve(name));
    Path cache = Files.createDirectories(Network.home().resolve("cache"));
    Files.createSymbolicLink(home.resolve("cache"), cache);
    return home;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
