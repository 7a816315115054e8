package dev.mycelium.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the registry's process ends. Numbers are never reused; 60 to 69 belong to the registry. */
enum ExitCode {
  OK(0, "Ended as asked"),
  INTERNAL(1, "A fault of the registry itself; the log says more"),
  USAGE(2, "The command line was not understood"),
  PORT_TAKEN(60, "Another program listens on --port"),
  HOST_UNUSABLE(61, "--host is no address of this machine"),
  DATABASE_UNUSABLE(62, "The database cannot be opened or written"),
  DATABASE_CORRUPT(63, "The database file is damaged, or no SQLite database"),
  DATABASE_NEWER(64, "The database was written by a newer registry"),
  SECRET_UNREADABLE(65, "A file with a password or token cannot be read"),
  TOKEN_WEAK(66, "The network token is too short, or no plain text"),
  KEYSTORE_UNUSABLE(67, "The TLS keystore cannot be opened, or holds no key"),
  TARGET_EXISTS(68, "The file to write exists already"),
  COPY_FAILED(69, "The copy could not be written"),
  TERMINATED(143, "Ended by SIGTERM, after requests in progress were answered");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  /** Meanings by number, in rising order, as picocli lists them in the help. */
  static Map<String, String> help() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      lines.put(String.valueOf(code.number), code.meaning);
    }
    return lines;
  }
}
