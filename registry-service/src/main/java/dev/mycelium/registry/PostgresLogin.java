package dev.mycelium.registry;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who the registry is to its PostgreSQL server. */
final class PostgresLogin {
  private static final String PASSWORD = "MYCELIUM_DATABASE_PASSWORD";

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      defaultValue = "${env:MYCELIUM_DATABASE_USER}",
      description = "User of the PostgreSQL server; also from MYCELIUM_DATABASE_USER")
  private @Nullable String user;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "File with that user's password; or give it in " + PASSWORD)
  private @Nullable Path passwordFile;

  @Nullable String user() {
    return user;
  }

  @Nullable String password() {
    return new Secret(PASSWORD, "--database-password-file", passwordFile).value();
  }
}
