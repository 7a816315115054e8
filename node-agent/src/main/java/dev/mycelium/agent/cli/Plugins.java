package dev.mycelium.agent.cli;

import dev.mycelium.agent.aggregation.Aggregator;
import dev.mycelium.agent.aggregation.AggregatorProvider;
import dev.mycelium.agent.aggregation.Strategies;
import dev.mycelium.agent.learning.LearnerProvider;
import dev.mycelium.agent.migration.GroupSelector;
import dev.mycelium.agent.migration.GroupSelectorProvider;
import dev.mycelium.wire.group.StrategySpec;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What jars of the user's bring: found by {@link ServiceLoader}, chosen by name. */
final class Plugins implements AutoCloseable {
  private final URLClassLoader classes;

  private Plugins(URLClassLoader classes) {
    this.classes = classes;
  }

  /**
   * @param places jars, and folders of jars
   */
  static Plugins in(List<Path> places) {
    URL[] jars = places.stream().flatMap(Plugins::jars).map(Plugins::url).toArray(URL[]::new);
    return new Plugins(new URLClassLoader("plugins", jars, Plugins.class.getClassLoader()));
  }

  private static Stream<Path> jars(Path place) {
    if (Files.isRegularFile(place)) {
      return Stream.of(readable(place));
    }
    try (Stream<Path> files = Files.list(place)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (!jars.isEmpty()) {
        return jars.stream().map(Plugins::readable);
      }
    } catch (IOException e) {
      throw invalid("--plugins: %s (expected: a jar, or a folder of jars)".formatted(place), e);
    }
    throw new CommandFailedException(
        ExitCode.PLUGIN_INVALID, "--plugins: %s holds no jar (expected: one)".formatted(place));
  }

  /** A class loader passes over what it can't read, and says nothing. */
  private static Path readable(Path jar) {
    try (JarFile unread = new JarFile(jar.toFile())) {
      return Path.of(unread.getName());
    } catch (IOException e) {
      throw invalid("--plugins: %s: %s (expected: a jar)".formatted(jar, e.getMessage()), e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw invalid("--plugins: " + jar, e);
    }
  }

  /** The rule of a group's spec. */
  Aggregator aggregator(StrategySpec strategy) {
    return new Strategies(this::brought).aggregator(strategy);
  }

  private Aggregator brought(String name) {
    Class<AggregatorProvider> type = AggregatorProvider.class;
    return fitting(
        "aggregator",
        () -> provider("aggregator", type, AggregatorProvider::name, name).aggregator());
  }

  GroupSelector selector(String name) {
    Class<GroupSelectorProvider> type = GroupSelectorProvider.class;
    return fitting(
        "selector", () -> provider("selector", type, GroupSelectorProvider::name, name).selector());
  }

  LearnerProvider learner(String name) {
    return fitting(
        "learner", () -> provider("learner", LearnerProvider.class, LearnerProvider::name, name));
  }

  /** Refuses at once what would end the first round that uses it. */
  private static <T> T fitting(String option, Supplier<T> brought) {
    try {
      T plugin = brought.get();
      Stream.of(plugin.getClass().getMethods())
          .filter(method -> Modifier.isAbstract(method.getModifiers()))
          .map(Plugins::signature)
          .sorted()
          .findFirst()
          .ifPresent(missing -> refuse(option, plugin.getClass(), missing));
      return plugin;
    } catch (LinkageError e) {
      throw invalid("--%s: built for another release of the agent: %s".formatted(option, e), e);
    }
  }

  private static String signature(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + '(', ")"));
  }

  private static void refuse(String option, Class<?> plugin, String missing) {
    throw new CommandFailedException(
        ExitCode.PLUGIN_INVALID,
        "--%s: %s was built for an older release of the agent (expected: %s)"
            .formatted(option, plugin.getName(), missing));
  }

  private <T> T provider(String option, Class<T> type, Function<T, String> name, String wanted) {
    List<T> all = new ArrayList<>();
    try {
      ServiceLoader.load(type, classes).forEach(all::add);
    } catch (ServiceConfigurationError e) {
      throw invalid("--plugins: " + e.getMessage(), e);
    }
    List<T> matching = all.stream().filter(each -> wanted.equals(name.apply(each))).toList();
    if (matching.size() != 1) {
      String known = all.stream().map(name).sorted().collect(Collectors.joining(", "));
      throw new CommandFailedException(
          ExitCode.PLUGIN_INVALID,
          "--%s: %s is brought by %d plug-ins (expected: 1; --plugins brings: %s)"
              .formatted(option, wanted, matching.size(), known.isEmpty() ? "none" : known));
    }
    return matching.get(0);
  }

  private static CommandFailedException invalid(String sentence, Throwable cause) {
    return new CommandFailedException(ExitCode.PLUGIN_INVALID, sentence, cause);
  }

  @Override
  public void close() {
    try {
      classes.close();
    } catch (IOException e) {
      throw invalid("--plugins: can't be closed: " + e.getMessage(), e);
    }
  }
}
