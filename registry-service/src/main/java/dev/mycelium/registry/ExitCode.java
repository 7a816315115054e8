package dev.mycelium.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the registry's process ends. Numbers are never reused; 60 to 69 belong to the registry. */
enum ExitCode {
  OK(0, "Ended as asked", ""),
  INTERNAL(1, "A fault of the registry itself; the log says more", "Report it with the log."),
  USAGE(
      2,
      "The command line or a setting was not understood",
      "Correct the option or setting that the message names; --help explains options,"
          + " docs/registry-configuration.md settings."),
  PORT_TAKEN(60, "Another program listens on --port", "Stop that program, or say another --port."),
  HOST_UNUSABLE(
      61, "--host is no address of this machine", "Say one of its addresses, such as 127.0.0.1."),
  DATABASE_UNUSABLE(
      62,
      "The database cannot be opened or written",
      "Mend what the message names: the folder, its permissions, the server or the login."),
  DATABASE_CORRUPT(
      63,
      "The database file is damaged, or no SQLite database",
      "Move it away, then registry restore a copy, or begin empty."),
  DATABASE_NEWER(
      64,
      "The database was written by a newer registry",
      "Start the newer release, or another --database."),
  SECRET_UNREADABLE(
      65,
      "A file with a password or token cannot be read",
      "Name a text file that holds the secret alone and that this user may read."),
  TOKEN_WEAK(
      66,
      "The network token is too short, or no plain text",
      "Take one of at least 16 visible ASCII characters."),
  KEYSTORE_UNUSABLE(
      67,
      "The TLS keystore cannot be opened, or holds no key",
      "Give a PKCS#12 or JKS file with a key, and its password in MYCELIUM_TLS_PASSWORD."),
  TARGET_EXISTS(
      68, "The file to write exists already", "Name another file, or move that one away."),
  COPY_FAILED(
      69,
      "The copy could not be written",
      "Free disk space, or write to a folder that this user may write in."),
  TERMINATED(143, "Ended by SIGTERM, after requests in progress were answered", "");

  private final int number;
  private final String meaning;
  private final String remedy;

  ExitCode(int number, String meaning, String remedy) {
    this.number = number;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  /** What to do; empty where there is nothing to mend. */
  String remedy() {
    return remedy;
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
