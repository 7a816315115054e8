package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Options in a YAML file: one line each, the key being the option's name without its dashes. */
final class SettingsFile {
  private final Map<String, Setting> settings;

  private SettingsFile(Map<String, Setting> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * @param keys all there are
   * @throws CommandFailedException naming file, line, key and value of the first that is wrong
   */
  static SettingsFile read(Path file, Set<String> keys) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
      return new SettingsFile(root == null ? Map.of() : settings(file, root, keys));
    } catch (MarkedYAMLException e) {
      throw failure(
          file + ":" + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem(),
          "YAML, one key: value on a line",
          e);
    } catch (IOException | YAMLException e) {
      throw failure("--config: " + file + " can't be read: " + e, "a YAML file", e);
    }
  }

  Optional<Setting> find(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  private static Map<String, Setting> settings(Path file, Node root, Set<String> keys) {
    if (!(root instanceof MappingNode mapping)) {
      throw failure(at(file, root) + "no keys", "one key: value on a line", null);
    }
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String key = key(file, entry.getKeyNode(), keys);
      String from = file + ":" + (entry.getKeyNode().getStartMark().getLine() + 1);
      Setting setting = new Setting(value(file, key, entry), from, Setting.Source.FILE);
      Setting before = settings.put(key, setting);
      if (before != null) {
        throw failure(from + ": " + key, "it once; it stands at " + before.from() + " too", null);
      }
    }
    return settings;
  }

  private static String key(Path file, Node node, Set<String> keys) {
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "(no word)";
    String key = text.replace('_', '-');
    if (!keys.contains(key)) {
      throw failure(
          at(file, node) + text + ": unknown",
          "one of " + String.join(", ", new TreeSet<>(keys)),
          null);
    }
    return key;
  }

  private static String value(Path file, String key, NodeTuple entry) {
    Node node = entry.getValueNode();
    if (!(node instanceof ScalarNode scalar)) {
      throw failure(at(file, node) + key + ": several values", "one value", null);
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      throw failure(at(file, node) + key + ": nothing", "a value, or no such line", null);
    }
    return scalar.getValue();
  }

  private static String at(Path file, Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1) + ": ";
  }

  private static CommandFailedException failure(
      String what, String expected, @Nullable Throwable cause) {
    String sentence = "%s (expected: %s)".formatted(what, expected);
    return cause == null
        ? new CommandFailedException(ExitCode.USAGE, sentence)
        : new CommandFailedException(ExitCode.USAGE, sentence, requireNonNull(cause));
  }
}
