package dev.mycelium.agent.cli;

import java.nio.file.Path;

/** The folder in which agents keep what survives them, unless told otherwise. */
final class MyceliumHome {
  private static final String VARIABLE = "MYCELIUM_HOME";

  private MyceliumHome() {}

  static Path path() {
    String told = System.getenv(VARIABLE);
    return told == null || told.isBlank()
        ? Path.of(System.getProperty("user.home"), ".mycelium")
        : Path.of(told).toAbsolutePath();
  }

  /** Generated data sets, shared by all agents of this user. */
  static Path cache() {
    return path().resolve("cache");
  }
}
