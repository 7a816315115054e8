package dev.mycelium.registry;

import dev.mycelium.registry.access.NetworkToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The registry's command line. */
@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    versionProvider = RegistryCommand.Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "The registry of a Mycelium network: which groups exist, who is alive, how well they do.",
      "It never sees data or models. Its API is described at /docs.",
      ""
    },
    subcommands = {BackupCommand.class, RestoreCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    footer = {"", "Delete the database file to begin with an empty registry."})
final class RegistryCommand implements Callable<Integer> {
  private static final String PARENT = "MYCELIUM_PARENT_PID";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "Port to listen on, 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on; 0.0.0.0 lets other machines in. Default: ${DEFAULT-VALUE}")
  private String host;

  @Option(
      names = "--database",
      paramLabel = "FILE|URL",
      defaultValue = "mycelium_registry.db",
      description = {
        "SQLite file, made on first start; or h2:mem, in memory, gone with the process; or"
            + " jdbc:postgresql://HOST/NAME.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String database;

  @Mixin private PostgresLogin login;

  @Mixin private Protection protection;

  @Mixin private ChosenSettings settings;

  /** Filled in by picocli before {@link #call()}. */
  @SuppressWarnings("NullAway.Init")
  RegistryCommand() {}

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new RegistryCommand());
    commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.help());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> report(failure, command));
    return commandLine;
  }

  /** Starts the service and returns; its threads keep the process alive. */
  @Override
  public Integer call() {
    ListenAddress address = new ListenAddress(host, port);
    address.check();
    settings.check();
    Database named = Database.named(database, login);
    named.check();
    protection.check();
    if (!address.isLoopback()) {
      protection.warn(host);
    }
    try {
      start(named);
    } catch (RuntimeException failure) {
      throw isAboutPort(failure)
          ? address.taken()
          : ChosenSettings.refusal(failure).map(RuntimeException.class::cast).orElse(failure);
    }
    return ExitCode.OK.number();
  }

  private void start(Database named) {
    List<String> arguments = new ArrayList<>(settings.arguments());
    arguments.addAll(List.of("--server.port=" + port, "--server.address=" + host));
    ConfigurableApplicationContext registry =
        application(named)
            .initializers(context -> protect((GenericApplicationContext) context))
            .properties(protection.tls())
            .run(arguments.toArray(String[]::new));
    onEndOfParent(registry::close);
  }

  private void protect(GenericApplicationContext context) {
    protection
        .networkToken()
        .ifPresent(token -> context.registerBean(NetworkToken.class, () -> token));
  }

  /** The service on a database that is there. */
  static SpringApplicationBuilder application(Database database) {
    return new SpringApplicationBuilder(RegistryApplication.class)
        .initializers(
            context ->
                ((GenericApplicationContext) context).registerBean(Database.class, () -> database));
  }

  /** The demo that started this registry: without it the registry has no reason to be. */
  private static void onEndOfParent(Runnable end) {
    String parent = System.getenv(PARENT);
    if (parent != null) {
      ProcessHandle.of(Long.parseLong(parent))
          .ifPresentOrElse(running -> running.onExit().thenRun(end), end);
    }
  }

  /** Somebody took the port between the check and the start. */
  private static boolean isAboutPort(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException) {
        return true;
      }
    }
    return false;
  }

  private static int report(Exception failure, CommandLine command) {
    if (failure instanceof StartException mendable) {
      command.getErr().println(mendable.getMessage());
      return mendable.exitCode().number();
    }
    LoggerFactory.getLogger(RegistryCommand.class).error("The registry cannot start", failure);
    return ExitCode.INTERNAL.number();
  }

  /** The release, from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RegistryCommand.class.getPackage().getImplementationVersion();
      return new String[] {"Mycelium registry " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
