package dev.mycelium.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mycelium.agent.directory.RegistryAccess;
import dev.mycelium.agent.directory.ScriptedRegistry;
import dev.mycelium.agent.learning.djl.DeviceChoice;
import dev.mycelium.agent.learning.djl.EngineOptions;
import dev.mycelium.agent.learning.djl.MissingEngine;
import dev.mycelium.agent.learning.djl.NativeEngine;
import dev.mycelium.agent.outbound.Outbound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check of {@code doctor}, where something is wrong and where nothing is. */
class CheckupTest {
  private static final Finding.Verdict OK = Finding.Verdict.OK;
  private static final Finding.Verdict WARN = Finding.Verdict.WARN;
  private static final Finding.Verdict FAIL = Finding.Verdict.FAIL;

  /** A label of more than 63 letters: no name server is asked. */
  private static final String NO_NAME = "n".repeat(64) + ".invalid";

  private static final URI ELSEWHERE = URI.create("http://" + NO_NAME + ":8000");

  private final MachineCheckup machine =
      new MachineCheckup(() -> NativeEngine.start(EngineOptions.defaults()));
  private final MachineCheckup libraryless =
      new MachineCheckup(
          () -> {
            throw MissingEngine.failure();
          });

  @Test
  void findsAFolderThatIsStillToBeMadeWritable(@TempDir Path folder) {
    Finding found = MachineCheckup.disk(folder.resolve("a").resolve("b"));

    assertThat(found.found()).contains("MiB free for " + folder.resolve("a").resolve("b"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void findsAFileWhereAFolderShouldBe(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("state"), "");

    assertCured(
        MachineCheckup.disk(file.resolve("1")),
        FAIL,
        file + " can't be written",
        "MYCELIUM_HOME",
        "--state-dir");
  }

  /** Not even for root, whom permissions do not stop. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void findsAFolderThatCannotBeWritten() {
    assertCured(
        MachineCheckup.disk(Path.of("/proc/mycelium")),
        FAIL,
        "/proc can't be written",
        "--state-dir");
  }

  @ParameterizedTest
  @CsvSource({"1, FAIL", "511, FAIL", "512, WARN", "4095, WARN", "4096, OK"})
  void judgesTheSpace(long mebibytes, Finding.Verdict verdict) {
    Finding found = MachineCheckup.space(Path.of("home"), mebibytes << 20);

    assertThat(found.verdict()).isEqualTo(verdict);
    assertThat(found.cure().isEmpty()).isEqualTo(verdict == OK);
  }

  @Test
  void findsAPortTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertCured(MachineCheckup.firstPort(taken.getLocalPort()), WARN, port, "--port");
      assertCured(MachineCheckup.toldPort(taken.getLocalPort()), FAIL, port, "--port");
    }
  }

  @Test
  void findsAPortThatIsNone() {
    assertCured(MachineCheckup.toldPort(70_000), FAIL, "70000 (expected: 0 to 65535)", "--port");
  }

  @Test
  void findsAPortFree() throws IOException {
    int free = freePort();

    assertWell(MachineCheckup.firstPort(free), String.valueOf(free));
    assertWell(MachineCheckup.toldPort(free), String.valueOf(free));
  }

  @Test
  void findsTheLibraryLoaded() {
    Finding found = machine.library();

    assertThat(found.found()).isEqualTo("the native library loads");
    assertThat(found.verdict()).as(found.cure()).isIn(OK, WARN);
  }

  @Test
  void findsTheLibraryMissing() {
    assertCured(libraryless.library(), FAIL, "libtorch_cpu.so", "PYTORCH_LIBRARY_PATH");
    assertCured(libraryless.gpu(DeviceChoice.AUTO, true), FAIL, "unknown", "library");
  }

  @Test
  void findsTheGpuMissingThatIsWantedOrThere() {
    assumeNoGpu();

    assertCured(
        machine.gpu(DeviceChoice.GPU, false),
        FAIL,
        "device: gpu (found: ",
        "PYTORCH_LIBRARY_PATH",
        "cpu");
    assertCured(machine.gpu(DeviceChoice.AUTO, true), WARN, "CPU", "PYTORCH_LIBRARY_PATH");
  }

  @Test
  void findsTheCpuEnoughWhereNoGpuIsWanted() {
    assumeNoGpu();

    assertWell(machine.gpu(DeviceChoice.AUTO, false), "cpu (PyTorch");
    assertWell(machine.gpu(DeviceChoice.CPU, true), "cpu (PyTorch");
  }

  private void assumeNoGpu() {
    String device = machine.engine().get().device(DeviceChoice.AUTO).description();
    assumeTrue(device.startsWith("cpu"), device);
  }

  @Test
  void findsARegistryThatIsReachedDirectly() throws IOException {
    try (ScriptedRegistry registry = new ScriptedRegistry()) {
      registry.answers(200, "[]");
      List<Finding> found = found(registry.uri(), null);

      assertWell(found.get(0), "none leads to the registry");
      assertWell(found.get(1), registry.uri() + " answers");
      assertWell(found.get(2), "the registry's");
    }
  }

  @Test
  void findsARegistryOverAProxy() throws IOException {
    try (ScriptedRegistry proxy = new ScriptedRegistry()) {
      proxy.answers(200, "[]");
      List<Finding> found = found(ELSEWHERE, proxy.uri());

      assertWell(found.get(0), "over " + proxy.uri().getAuthority());
      assertWell(found.get(1), ELSEWHERE + " answers");
    }
  }

  @Test
  void findsAProxyAtWhichNobodyListens() throws IOException {
    URI proxy = URI.create("http://127.0.0.1:" + freePort());
    List<Finding> found = found(ELSEWHERE, proxy);

    assertCured(
        found.get(0),
        FAIL,
        proxy.getAuthority() + ": nobody listens there",
        "HTTP_PROXY",
        "NO_PROXY");
    assertCured(found.get(1), FAIL, ELSEWHERE + " does not answer", "See proxy");
    assertCured(found.get(2), WARN, "not compared", "See registry");
  }

  @Test
  void findsAProxyThatNobodyKnows() throws IOException {
    List<Finding> found = found(ELSEWHERE, URI.create("http://" + NO_NAME + ":3128"));

    assertCured(found.get(0), FAIL, NO_NAME + ":3128: no such host", "HTTP_PROXY");
  }

  @Test
  void findsARegistryAtWhichNobodyListens() throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + freePort());

    assertCured(
        found(nobody, null).get(1),
        FAIL,
        nobody + " does not answer: nobody listens there",
        "mycelium registry",
        "--registry");
    assertCured(
        found(ELSEWHERE, null).get(1),
        FAIL,
        ELSEWHERE + " does not answer: no such host",
        "--registry");
  }

  @ParameterizedTest
  @CsvSource({"401, --token-file", "403, MYCELIUM_TOKEN", "404, Mycelium registry", "503, log"})
  void findsARegistryThatRefuses(int status, String cure) throws IOException {
    try (ScriptedRegistry registry = new ScriptedRegistry()) {
      registry.answers(status, "");

      assertCured(found(registry.uri(), null).get(1), FAIL, "answered " + status, cure);
    }
  }

  @ParameterizedTest
  @CsvSource({"-660, behind", "660, ahead of"})
  void findsAClockThatIsOff(long seconds, String where) throws IOException {
    try (ScriptedRegistry registry = new ScriptedRegistry()) {
      registry.answers(200, "[]");
      Clock off = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
      RegistryCheckup checkup = new RegistryCheckup(RegistryAccess.direct(registry.uri()), off);

      assertCured(checkup.findings().get(2), WARN, where + " the registry's", "NTP");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "5, OK", "-5, OK", "6, WARN", "-6, WARN", "-99999, WARN"})
  void judgesTheClock(long seconds, Finding.Verdict verdict) {
    Instant there = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(RegistryCheckup.skew(Optional.of(there), there.plusSeconds(seconds)).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void findsAnAnswerWithoutADate() {
    assertCured(RegistryCheckup.skew(Optional.empty(), Instant.EPOCH), WARN, "no date", "proxy");
  }

  private static List<Finding> found(URI registry, @Nullable URI proxy) {
    Map<String, String> environment =
        proxy == null ? Map.of() : Map.of("HTTP_PROXY", proxy.toString());
    Outbound outbound = Outbound.of(environment, null);
    return new RegistryCheckup(new RegistryAccess(registry, null, outbound), Clock.systemUTC())
        .findings();
  }

  /** One that was bound a moment ago, and is no more. */
  private static int freePort() throws IOException {
    try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return bound.getLocalPort();
    }
  }

  private static void assertWell(Finding finding, String found) {
    assertThat(finding.found()).contains(found);
    assertThat(finding.verdict()).isEqualTo(OK);
    assertThat(finding.cure()).isEmpty();
  }

  private static void assertCured(
      Finding finding, Finding.Verdict verdict, String found, String... cure) {
    assertThat(finding.found()).contains(found);
    assertThat(finding.verdict()).isEqualTo(verdict);
    assertThat(finding.cure()).contains(cure);
  }
}
