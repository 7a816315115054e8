package dev.mycelium.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void takesAsManyConnectionsAsWereSetWhereThereAreFiles() {
    assertThat(OpenFiles.connections(2000, 2064)).isEqualTo(2000);
    assertThat(OpenFiles.connections(2000, Long.MAX_VALUE)).isEqualTo(2000);
    assertThat(OpenFiles.connections(4, 0)).isEqualTo(4);
  }

  @Test
  void keepsFilesForTheRegistryItself() {
    assertThat(OpenFiles.connections(2000, 2063)).isEqualTo(1999);
    assertThat(OpenFiles.connections(2000, 200)).isEqualTo(136);
  }

  @Test
  void takesSomeConnectionsInAnyCase() {
    assertThat(OpenFiles.connections(2000, 72)).isEqualTo(8);
    assertThat(OpenFiles.connections(2000, 71)).isEqualTo(8);
    assertThat(OpenFiles.connections(2000, 0)).isEqualTo(8);
  }
}
