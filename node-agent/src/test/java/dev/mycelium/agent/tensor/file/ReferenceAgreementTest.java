package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our reader against the reference implementation in Rust, through its Python package {@code
 * safetensors}, on {@link SomeTensorFiles}: what it refuses is refused, what both read is the same,
 * and where only ours refuses, the reason is one that {@link TensorFile} owns to. Skipped where no
 * Python has the package; {@code -Dmycelium.python=PATH} names one. More files: {@code
 * -Dmycelium.fuzz.compared=1000000}.
 */
class ReferenceAgreementTest {
  private static final long SEED = Long.getLong("mycelium.fuzz.seed", 20261122);
  private static final int FILES = Integer.getInteger("mycelium.fuzz.compared", 20_000);
  private static final String REFUSED = "refused";

  /**
   * One line for each file: {@value #REFUSED}, or whether a key stands twice, where the last one
   * wins, and a hash of all that was read.
   */
  private static final String PROGRAM =
      """
      import hashlib, json, struct, sys, safetensors
      def once(pairs):
          global twice
          twice = twice or len(set(key for key, _ in pairs)) < len(pairs)
      with open(sys.argv[1], 'rb') as files:
          while length := files.read(4):
              data = files.read(struct.unpack('>i', length)[0])
              try:
                  tensors = safetensors.deserialize(data)
              except safetensors.SafetensorError:
                  print('refused')
                  continue
              told = hashlib.sha256()
              for name, tensor in sorted(tensors):
                  shape = ','.join(str(size) for size in tensor['shape'])
                  told.update(f"{name}:{tensor['dtype']}:[{shape}]:".encode())
                  told.update(bytes(tensor['data']))
              twice = False
              header = data[8:8 + struct.unpack('<Q', data[:8])[0]]
              json.loads(header, object_pairs_hook=once)
              print('twice' if twice else 'once', told.hexdigest())
      """;

  /** Where ours is stricter on purpose; each is in the documentation of {@link TensorFile}. */
  private static final Map<String, Pattern> STRICTER =
      Map.of(
          "leading white space", Pattern.compile("first byte of the header: 0x(20|09|0a|0d) .*"),
          "further field", Pattern.compile("field of .* \\(expected: dtype, shape, .*"),
          "tensor as array", Pattern.compile("header at .*: START_ARRAY \\(expected: an object\\)"),
          "metadata null", Pattern.compile("header at .*: VALUE_NULL .* an object of texts\\)"),
          "dtype as object", Pattern.compile("header at .*: START_OBJECT .* a dtype\\)"),
          "other dtype", Pattern.compile("dtype of .*"),
          "large or many sizes", Pattern.compile("shape of .*|header: Numeric value .*"),
          "name", Pattern.compile("name: .*"));

  @TempDir Path directory;

  @Test
  void readsAndRefusesAsTheReferenceDoes() throws Exception {
    List<String> theirs = answers(python(), corpus());
    Map<String, Integer> counts = new TreeMap<>();
    List<String> disagreements = new ArrayList<>();

    for (int i = 0; i < FILES; i++) {
      String kind = compared(SomeTensorFiles.draw(SEED + i), theirs.get(i));
      counts.merge(kind, 1, Integer::sum);
      if (kind.startsWith("!")) {
        disagreements.add("seed " + (SEED + i) + ": " + kind);
      }
    }

    System.out.printf("%d files held against the reference: %s%n", FILES, counts);
    assertThat(disagreements).isEmpty();
    assertThat(counts.get("both read")).isGreaterThan(FILES / 5);
    assertThat(counts.get("both refuse")).isGreaterThan(FILES / 5);
  }

  private static String compared(byte[] file, String theirs) throws IOException {
    String ours;
    try {
      ours = hash(file);
    } catch (InvalidTensorFileException refusal) {
      return theirs.equals(REFUSED)
          ? "both refuse"
          : theirs.startsWith("twice")
              ? "stricter: duplicate key"
              : stricter(String.valueOf(refusal.getMessage()));
    }
    if (theirs.equals(REFUSED)) {
      return "! only ours reads";
    }
    return theirs.equals("once " + ours) ? "both read" : "! read as something else";
  }

  private static String stricter(String message) {
    return STRICTER.entrySet().stream()
        .filter(reason -> reason.getValue().matcher(message).matches())
        .map(reason -> "stricter: " + reason.getKey())
        .findFirst()
        .orElse("! only ours refuses: " + message);
  }

  private static String hash(byte[] file) throws IOException {
    TensorFileHeader header = TensorFileHeader.read(new ByteArraySource(file));
    MessageDigest told = sha256();
    header.entries().stream()
        .sorted((a, b) -> codePoints(a.name()).compareTo(codePoints(b.name())))
        .forEach(
            entry -> {
              DeclaredTensor tensor = entry.tensor();
              String shape = tensor.spec().shape().toString().replace(" ", "");
              String line = tensor.name() + ":" + tensor.dtype().name() + ":" + shape + ":";
              told.update(line.getBytes(UTF_8));
              int begin = Math.toIntExact(header.valuesAt() + entry.begin());
              told.update(file, begin, Math.toIntExact(tensor.bytes()));
            });
    return HexFormat.of().formatHex(told.digest());
  }

  /** Python's order of texts; Java's own is by UTF-16. */
  private static String codePoints(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.Charset.forName("UTF-32BE")));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path corpus() throws IOException {
    Path corpus = directory.resolve("corpus");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(corpus))) {
      for (int i = 0; i < FILES; i++) {
        byte[] file = SomeTensorFiles.draw(SEED + i);
        out.writeInt(file.length);
        out.write(file);
      }
    }
    return corpus;
  }

  private List<String> answers(String python, Path corpus) throws Exception {
    Path answers = directory.resolve("answers");
    Process process =
        new ProcessBuilder(python, "-c", PROGRAM, corpus.toString())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(answers);
  }

  private static String python() throws InterruptedException {
    String named = System.getProperty("mycelium.python", "python3");
    for (String python : Stream.of(named, "/usr/bin/python3", "python").distinct().toList()) {
      if (ends(python, "-c", "import safetensors; safetensors.deserialize")) {
        return python;
      }
    }
    assumeTrue(false, "no Python with safetensors (pip install safetensors; -Dmycelium.python=)");
    return "";
  }

  private static boolean ends(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
