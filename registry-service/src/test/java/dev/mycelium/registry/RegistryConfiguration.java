package dev.mycelium.registry;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The text of {@code docs/registry-configuration.md}: options from the command line's model,
 * settings from the configuration records and the javadoc in their sources.
 */
final class RegistryConfiguration {
  private static final Path SOURCES = Path.of("src", "main", "java");

  private static final String HEAD =
      """
      # Configuration of a registry

      Written by the build from the code itself (CONTRIBUTING.md says how); do not edit. The agent's is in
      [configuration.md](configuration.md).

      ## Options

      | option | default | meaning |
      |---|---|---|
      """;

  private static final String SETTINGS =
      """

      ## Settings

      Each has a name for the command line, and a variable for the environment. The command line wins over the environment,
      the environment over the default.

      ```sh
      ./mycelium registry --set access.in-progress=512 --set event.retention.age=30d
      ACCESS_INPROGRESS=512 EVENT_RETENTION_AGE=30d ./mycelium registry
      ```

      A name that no setting has is refused on the command line, and a value of these out of range wherever it comes from: exit code
      2, and one sentence with name, value and what was expected. Times are written `500ms`, `30s`, `5m`, `24h` or `90d`.

      | setting | variable | default | allowed | meaning |
      |---|---|---|---|---|
      """;

  private static final String SERVER =
      """

      ## The web server's

      These are Spring Boot's, by its names, with defaults of ours. They are set by their variable.

      | setting | variable | default |
      |---|---|---|
      """;

  private RegistryConfiguration() {}

  static String reference() throws IOException {
    return HEAD + options() + SETTINGS + settings() + SERVER + server();
  }

  private static String options() {
    return RegistryCommand.commandLine().getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .map(
            option ->
                "| `%s` | %s | %s |\n"
                    .formatted(option.longestName(), standard(option), meaning(option)))
        .collect(Collectors.joining());
  }

  private static String standard(OptionSpec option) {
    String text = option.defaultValue();
    return text == null || text.contains("${") ? "-" : '`' + text + '`';
  }

  private static String meaning(OptionSpec option) {
    String text = String.join(" ", option.description()).replaceAll("Default: \\S+$", "");
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String settings() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (Setting setting : Setting.all()) {
      String meaning = meanings(setting.owner()).get(setting.component());
      rows.append(
          "| `%s` | `%s` | `%s` | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.variable(),
                  setting.standard(),
                  setting.expected(),
                  meaning));
    }
    return rows.toString();
  }

  /** What a record's javadoc says about its components. */
  private static Map<String, String> meanings(Class<?> owner) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path source = SOURCES.resolve(owner.getName().replace('.', '/') + ".java");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source));
      CompilationUnitTree unit = task.parse().iterator().next();
      ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
      return meanings(DocTrees.instance(task).getDocCommentTree(TreePath.getPath(unit, type)));
    }
  }

  private static Map<String, String> meanings(DocCommentTree comment) {
    Map<String, String> meanings = new TreeMap<>();
    for (DocTree tag : comment.getBlockTags()) {
      if (tag instanceof ParamTree param) {
        meanings.put(param.getName().toString(), text(param.getDescription()));
      }
    }
    return meanings;
  }

  private static String text(List<? extends DocTree> words) {
    return words.stream()
        .map(
            word ->
                word instanceof LiteralTree code
                    ? '`' + code.getBody().getBody() + '`'
                    : word.toString())
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ");
  }

  private static String server() throws IOException {
    Map<String, Object> rows = new TreeMap<>();
    var sources =
        new YamlPropertySourceLoader().load("ours", new ClassPathResource("application.yaml"));
    EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) sources.get(0);
    for (String name : source.getPropertyNames()) {
      if (name.startsWith("server.tomcat.")) {
        rows.put(name, source.getProperty(name));
      }
    }
    return rows.entrySet().stream()
        .map(
            row ->
                "| `%s` | `%s` | `%s` |\n"
                    .formatted(row.getKey(), Setting.variable(row.getKey()), row.getValue()))
        .collect(Collectors.joining());
  }
}
