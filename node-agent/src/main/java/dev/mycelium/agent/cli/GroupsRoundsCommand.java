package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.round.MemberWork;
import dev.mycelium.wire.round.RoundCsv;
import dev.mycelium.wire.round.RoundEntry;
import dev.mycelium.wire.round.RoundPhases;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mycelium groups rounds ID}. */
@Command(
    name = "rounds",
    description = {
      "Show what a group's rounds cost: seconds of each phase, and the member that took longest.",
      "COLLECT is from the call to train until no more answers were taken, AGGREGATE until the",
      "candidate was made, HOLD until enough members held it, COMMIT until the registry had it."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "A figure that the round's coordinator did not measure is a dash, and empty with --csv.",
      "",
      "Examples:",
      "  mycelium groups rounds 0b1f",
      "  mycelium groups rounds 0b1f --csv > rounds.csv"
    })
final class GroupsRoundsCommand implements Callable<Integer> {
  private static final int SHORT_ID = 8;

  @Spec private CommandSpec spec;
  @Mixin private ListingOptions options = new ListingOptions();

  @Parameters(paramLabel = "ID", description = "The group's id, or its beginning.")
  private String wanted;

  @Option(
      names = "--csv",
      description = {
        "A row for each round and member, as a table for other programs: seconds until its update",
        "counted, seconds of training as it says, bytes of its update, bytes of heads sent to it."
      })
  private boolean csv;

  @SuppressWarnings("NullAway.Init")
  GroupsRoundsCommand() {}

  @Override
  public Integer call() {
    GroupId group = WantedGroup.find(options.directory(), wanted).groupId();
    List<RoundEntry> rounds = options.rounds().of(group, 0);
    PrintWriter out = spec.commandLine().getOut();
    if (csv) {
      out.print(RoundCsv.HEAD);
      rounds.forEach(round -> out.print(RoundCsv.of(round)));
      out.flush();
    } else {
      options.print(out, rounds, table(rounds), "no rounds yet");
    }
    return ExitCode.OK.number();
  }

  private static TextTable table(List<RoundEntry> rounds) {
    TextTable table =
        new TextTable(
            "ROUND", "VERSION", "COUNTED", "COLLECT", "AGGREGATE", "HOLD", "COMMIT", "SLOWEST");
    for (RoundEntry round : rounds) {
      RoundPhases phases = Objects.requireNonNullElse(round.phases(), RoundPhases.UNKNOWN);
      table.add(
          String.valueOf(round.round()),
          round.version() == null ? "-" : String.valueOf(round.version()),
          round.counted() == null ? "-" : String.valueOf(round.counted().size()),
          seconds(phases.collectSeconds()),
          seconds(phases.aggregateSeconds()),
          seconds(phases.holdSeconds()),
          seconds(phases.commitSeconds()),
          slowest(round).orElse("-"));
    }
    return table;
  }

  private static Optional<String> slowest(RoundEntry round) {
    return Objects.requireNonNullElse(round.work(), Map.<String, MemberWork>of())
        .entrySet()
        .stream()
        .filter(member -> member.getValue().seconds() != null)
        .max(Comparator.comparing(member -> taken(member.getValue())))
        .map(member -> brief(member.getKey()) + " " + seconds(member.getValue().seconds()));
  }

  private static double taken(MemberWork work) {
    return work.seconds() == null ? 0 : work.seconds();
  }

  private static String brief(String node) {
    return EventText.plain(node.length() > SHORT_ID ? node.substring(0, SHORT_ID) : node);
  }

  private static String seconds(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.1f s", value);
  }
}
