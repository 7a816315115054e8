package dev.mycelium.agent.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.cli.TextTable;
import dev.mycelium.agent.directory.Directory;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.wire.group.GroupView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the demo: starts the processes, lets the {@link DemoStory} take its steps, draws, and sums
 * up. {@link #close} may come from a shutdown hook; it stops everything and sums up once.
 */
public final class Demo implements AutoCloseable {
  private static final long TICK_MILLIS = 500;

  private final DemoOptions options;
  private final DemoNetwork network;
  private final DemoStory story;
  private final DemoScreen screen;
  private final PrintWriter out;
  private final Path folder;
  private final Clock clock;
  private final CountDownLatch end = new CountDownLatch(1);
  private List<GroupView> lastGroups = List.of();
  private boolean closed;

  /**
   * @param live whether {@code out} is a terminal
   */
  public Demo(DemoOptions options, Launcher launcher, Path folder, PrintWriter out, boolean live) {
    this.options = requireNonNull(options, "options");
    this.folder = requireNonNull(folder, "folder");
    this.out = requireNonNull(out, "out");
    clock = Clock.systemUTC();
    network = new DemoNetwork(launcher, folder);
    story = new DemoStory(options, network);
    screen = new DemoScreen(out, live, options.scenario());
  }

  /**
   * Returns when the time is over, or when {@link #close} was called; false if the registry ended.
   */
  public boolean run() {
    introduce();
    Directory directory = network.directory();
    Instant begun = clock.instant();
    while (!isOver(begun) && network.isRegistryAlive()) {
      tick(directory, begun);
    }
    return end.getCount() == 0 || network.isRegistryAlive();
  }

  /** Never beside {@link #close}: an agent started after it would be left behind. */
  private synchronized void tick(Directory directory, Instant begun) {
    if (closed) {
      return;
    }
    try {
      List<GroupView> groups = directory.groups();
      lastGroups = groups;
      story.advance(groups);
      Duration elapsed = Duration.between(begun, clock.instant());
      screen.draw(elapsed, network.nodes(), groups, directory.nodes());
    } catch (RegistryUnavailableException e) {
      // It is starting, or everything is being stopped; the loop's condition tells which.
    }
  }

  private boolean isOver(Instant begun) {
    try {
      return end.await(TICK_MILLIS, TimeUnit.MILLISECONDS)
          || clock.instant().isAfter(begun.plus(options.duration()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void introduce() {
    out.println("registry     " + network.url() + "  (Swagger UI at /docs, groups at /groups)");
    out.println("state, logs  " + folder);
    out.println("%s; Ctrl-C stops all of them".formatted(options.scenario().introduction()));
    out.println();
    out.flush();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    end.countDown();
    network.close();
    sumUp();
  }

  private void sumUp() {
    out.println();
    out.println("In the end:");
    nodesInTheEnd().lines().forEach(out::println);
    for (GroupView group : lastGroups) {
      out.println(
          "group %s: %d members, version %s, %s"
              .formatted(
                  DemoScreen.label(group.groupId(), lastGroups),
                  group.memberCount(),
                  group.head() == null ? "-" : String.valueOf(group.head().version()),
                  options.scenario().score(group.performanceMetric())));
    }
    out.println("logs and state: " + folder);
    out.flush();
  }

  private TextTable nodesInTheEnd() {
    Scenario scenario = options.scenario();
    String metric = scenario.metric();
    TextTable table = new TextTable("NODE", "FIRST " + metric, "LAST " + metric, "MOVES", "WHY");
    for (DemoNode node : network.nodes()) {
      table.add(
          node.name(),
          node.first().map(scenario::score).orElse("-"),
          node.latest().map(scenario::score).orElse("-"),
          String.valueOf(node.moves()),
          node.whyMoved().map(why -> why + ownScoreBefore(node)).orElse("-"));
    }
    return table;
  }

  private String ownScoreBefore(DemoNode node) {
    return node.beforeMove()
        .map(own -> "; own score was " + options.scenario().score(own))
        .orElse("");
  }
}
