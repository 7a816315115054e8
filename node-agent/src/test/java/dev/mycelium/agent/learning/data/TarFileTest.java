package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarFileTest {
  @TempDir Path folder;

  @Test
  void readsFilesAndPassesOverEverythingElse() throws IOException {
    TarArchive tar =
        new TarArchive()
            .entry("a/", '5', 0, new byte[0])
            .file("a/one", bytes("1"))
            .entry("a/link", '2', 0, new byte[0])
            .file("a/empty", bytes(""))
            .file("a/long", bytes("x".repeat(513)));

    assertThat(read(tar.finished()))
        .containsExactly(
            Map.entry("a/one", "1"),
            Map.entry("a/empty", ""),
            Map.entry("a/long", "x".repeat(513)));
  }

  @Test
  void knowsBothWaysToWriteLongNames() throws IOException {
    String gnu = "g/".repeat(80) + "name";
    String pax = "p/".repeat(80) + "name";
    byte[] record = bytes("175 path=" + pax + "\n");
    TarArchive tar =
        new TarArchive()
            .entry("././@LongLink", 'L', gnu.length() + 1, bytes(gnu + "\0"))
            .file("short", bytes("1"))
            .entry("PaxHeaders/x", 'x', record.length, record)
            .file("short", bytes("2"))
            .file("short", bytes("3"));

    assertThat(read(tar.finished()))
        .containsExactly(Map.entry(gnu, "1"), Map.entry(pax, "2"), Map.entry("short", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/cron.d/x.jpg", "/etc/x.jpg", "a/../../x.jpg", "a\\..\\x.jpg"})
  void refusesNamesThatClimbOut(String name) {
    assertRefused(
        new TarArchive().file(name, bytes("1")).finished(),
        "entry 0: name: \"" + name + "\" (expected: a name inside the archive)");
  }

  @Test
  void refusesAnArchiveThatEndsTooEarly() {
    byte[] whole = new TarArchive().file("a", bytes("1")).file("b", bytes("2")).unfinished();

    assertRefused(whole, "entry 2: archive: it ends without an end mark (expected: a whole file)");
    assertRefused(Arrays.copyOf(whole, 1024 + 512), "entry 1: archive: ");
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertRefused(bytes("x".repeat(600)), "entry 0: ");
    byte[] damaged = new TarArchive().file("a", bytes("1")).finished();
    damaged[3] = 'z';
    assertRefused(damaged, "entry 0: header: a wrong checksum (expected: a tar archive)");
  }

  @Test
  void refusesANameThatFillsTheMemory() {
    assertRefused(
        new TarArchive().entry("l", 'L', 1L << 32, new byte[0]).finished(),
        "entry 0: bytes of a name: 4294967296 (expected: at most 65536)");
  }

  private Map<String, String> read(byte[] tar) throws IOException {
    Path file = Files.write(folder.resolve("a.tar"), tar);
    Map<String, String> files = new LinkedHashMap<>();
    new TarFile(file)
        .forEach(
            (name, content) ->
                files.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8)));
    return files;
  }

  private void assertRefused(byte[] tar, String reason) {
    assertThatThrownBy(() -> read(tar))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageStartingWith(folder.resolve("a.tar") + ": " + reason);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
