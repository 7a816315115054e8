package dev.mycelium.registry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The registry: control plane of the network. */
@SpringBootApplication
public class RegistryApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(RegistryApplication.class, arguments);
  }
}
