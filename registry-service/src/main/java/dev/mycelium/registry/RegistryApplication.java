package dev.mycelium.registry;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The registry: control plane of the network. */
@SpringBootApplication
public class RegistryApplication {

  public static void main(String[] arguments) {
    int exitCode = RegistryCommand.commandLine().execute(arguments);
    if (exitCode != ExitCode.OK.number()) {
      System.exit(exitCode);
    }
  }
}
