package dev.mycelium.agent.cli;

import dev.mycelium.agent.directory.Backoff;
import dev.mycelium.agent.directory.EventLog;
import dev.mycelium.agent.directory.EventQuery;
import dev.mycelium.agent.directory.EventStream;
import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.wire.event.NetworkEvent;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium events}. */
@Command(
    name = "events",
    description = "What happened in the network and why, oldest first.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Examples:",
      "  mycelium events --limit 20",
      "  mycelium events --follow --kind node_moved",
      "  mycelium events --follow --after 0 --json >> events.jsonl"
    })
final class EventsCommand implements Callable<Integer> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--follow",
      description = {
        "Go on with what is to come, until Ctrl-C; a lost connection is taken up where it broke."
      })
  private boolean follow;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "Begin after this event (default: at the first; with --follow, with the next).")
  private @Nullable Long after;

  @Option(names = "--limit", paramLabel = "N", description = "End after so many (default: never).")
  private @Nullable Long limit;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only these, such as node_moved.")
  private @Nullable String kind;

  @Option(names = "--group", paramLabel = "ID", description = "Only those about this group.")
  private @Nullable String group;

  @Option(names = "--node", paramLabel = "ID", description = "Only those about this node.")
  private @Nullable String node;

  @Option(names = "--json", description = "One JSON object per line instead of text.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  EventsCommand() {}

  @Override
  public Integer call() {
    EventQuery query =
        new EventQuery(
            kind,
            group == null ? null : new GroupId(group),
            node == null ? null : new NodeId(node));
    long most = limit == null ? Long.MAX_VALUE : limit;
    if (most < 1 || (after != null && after < 0)) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          most < 1
              ? "--limit: %d (expected: > 0)".formatted(most)
              : "--after: %d (expected: >= 0)".formatted(after));
    }
    RegistryAccess access = registry.access();
    if (follow) {
      follow(access, query, most);
    } else {
      long unused = new EventLog(access).tell(query, after == null ? 0 : after, most, this::print);
    }
    return ExitCode.OK.number();
  }

  private void follow(RegistryAccess access, EventQuery query, long most) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
    AtomicLong rest = new AtomicLong(most);
    try (EventStream stream = new EventStream(access, query, after, backoff)) {
      stream.follow(
          event -> {
            if (rest.getAndDecrement() > 0) {
              print(event);
            }
            if (rest.get() <= 0) {
              stream.stop();
            }
          });
    }
  }

  private void print(NetworkEvent event) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? JsonMapper.shared().writeValueAsString(event) : EventText.line(event));
    out.flush();
  }
}
