package dev.mycelium.registry;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Each package imports only what its {@code package-info} allows, and there is no cycle. */
class ModularityTest {

  @Test
  void modulesKeepToTheirAllowedImports() {
    ApplicationModules.of(RegistryApplication.class).verify();
  }
}
