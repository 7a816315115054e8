package dev.mycelium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The agent's classes as the JVM lays them out in memory. The tests start some hundred agents, each
 * of which then has a fifth less to do before it trains.
 */
final class ClassArchive {
  static final String FILE = "agent.jsa";

  private static final String CLASS = ".class";

  private ClassArchive() {}

  /** Options with which an agent in {@code folder} starts from its archive, and its class path. */
  static List<String> options(Path folder) {
    return List.of(
        "-XX:SharedArchiveFile=" + folder.resolve(FILE),
        "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off",
        "-cp",
        folder.resolve("agent.jar") + ":" + folder.resolve("native/*"));
  }

  /** From all classes in {@code folder}, and those that the JDK itself would archive. */
  static void ofAgent(Path folder) throws IOException {
    Path list = folder.resolve("classes.txt");
    Path usual = Path.of(System.getProperty("java.home"), "lib", "classlist");
    List<String> names =
        new ArrayList<>(Files.exists(usual) ? Files.readAllLines(usual) : List.of());
    names.addAll(classes(folder.resolve("agent.jar")));
    for (Path jar : jars(folder.resolve("lib"))) {
      names.addAll(classes(jar));
    }
    Files.write(list, names);
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.JAVA,
                "-XX:+UseSerialGC",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-Xlog:cds+class=off"));
    command.addAll(options(folder));
    ChildProcess dump = ChildProcess.start(folder.resolve("dump"), command, Map.of());
    assertThat(dump.awaitExit()).as(dump.err()).isZero();
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static List<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF"))
          .filter(name -> !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .toList();
    }
  }
}
