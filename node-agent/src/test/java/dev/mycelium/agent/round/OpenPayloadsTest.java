package dev.mycelium.agent.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPayloadsTest {
  @Test
  void closeEveryFileThoughSomeFail() {
    List<String> closed = new ArrayList<>();
    List<Closeable> files =
        List.of(
            () -> closed.add("first"),
            () -> fail("second"),
            () -> closed.add("third"),
            () -> fail("fourth"),
            () -> closed.add("fifth"));

    assertThatThrownBy(() -> OpenPayloads.closeAll(files))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("a blob could not be closed: second")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasMessage("fourth")));

    assertThat(closed).containsExactly("first", "third", "fifth");
  }

  private static void fail(String file) throws IOException {
    throw new IOException(file);
  }
}
