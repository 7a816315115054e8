package dev.mycelium.agent.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every one of {@link SomeTensorFiles} is either read, and then everything about it agrees, or
 * refused with one kind of exception, a reason, and little memory. More of them: {@code
 * -Dmycelium.fuzz.files=10000000}; others: {@code -Dmycelium.fuzz.seed=N}.
 */
class TensorFileFuzzTest {
  private static final long SEED = Long.getLong("mycelium.fuzz.seed", 20261122);
  private static final int FILES = Integer.getInteger("mycelium.fuzz.files", 100_000);
  private static final long LITTLE = 1 << 20;

  /** What was wrong, the value, the expectation; nothing that spoils a log. */
  private static final Pattern REASON =
      Pattern.compile("[^\\p{Cc}]+: [^\\p{Cc}]* \\(expected: .+\\)");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<String, Integer> answers = new TreeMap<>();
  private long most;

  /** What a first reading loads and keeps is no file's doing. */
  @BeforeAll
  static void readSomething() {
    for (int i = 0; i < 100; i++) {
      byte[] file = SomeTensorFiles.draw(i);
      catchThrowable(() -> requireConsistent(file));
    }
  }

  @Test
  void readsOrRefusesAnything() {
    for (int i = 0; i < FILES; i++) {
      byte[] file = SomeTensorFiles.draw(SEED + i);
      try {
        answers.merge(answer(file), 1, Integer::sum);
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + (SEED + i) + ": " + e, e);
      }
    }

    int read = answers.getOrDefault("read", 0);
    assertThat(read).as("%s", answers).isBetween(FILES / 5, 4 * (FILES / 5));
    assertThat(answers).as("reasons").hasSizeGreaterThanOrEqualTo(15);
    System.out.printf("%d files, at most %d bytes for a refusal: %s%n", FILES, most, answers);
  }

  private String answer(byte[] bytes) throws IOException {
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      requireConsistent(bytes);
      return "read";
    } catch (InvalidTensorFileException refused) {
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      String message = String.valueOf(refused.getMessage());
      most = Math.max(most, allocated);
      if (allocated > LITTLE || message.length() > 700 || !REASON.matcher(message).matches()) {
        throw new AssertionError(allocated + " bytes allocated for: " + message, refused);
      }
      return kind(message);
    }
  }

  /** The reason without what is particular to the file. */
  private static String kind(String message) {
    String what = message.substring(0, message.indexOf(':'));
    return what.replaceAll(" of .*| character.*", "");
  }

  private static void requireConsistent(byte[] bytes) throws IOException {
    TensorFile file = TensorFile.of(new ByteArraySource(bytes));
    List<DeclaredTensor> tensors = new ArrayList<>();
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    file.tensors().forEach(tensor -> tensors.add(tensor.declared()));
    TensorFileWriter writer = TensorFileWriter.begin(copy, tensors, file.metadata());
    long valueBytes = 0;
    for (StoredTensor tensor : file.tensors()) {
      copy(tensor, writer);
      valueBytes += product(tensor) * tensor.declared().dtype().bytes();
    }
    writer.finish();
    byte[] written = copy.toByteArray();
    TensorFileHeader header = TensorFileHeader.read(new ByteArraySource(written));
    int begin = Math.toIntExact(bytes.length - valueBytes);
    require(header.metadata().equals(file.metadata()), "metadata differs");
    require(header.entries().stream().map(TensorEntry::tensor).toList().equals(tensors), "tensors");
    require(
        Arrays.equals(bytes, begin, bytes.length, written, (int) header.valuesAt(), written.length),
        "values differ");
  }

  private static void copy(StoredTensor tensor, TensorFileWriter writer) throws IOException {
    int elements = tensor.declared().spec().elements();
    if (tensor.declared().dtype() instanceof IntegerType) {
      long[] values = new long[elements];
      tensor.read(0, values, elements);
      writer.write(values, elements);
    } else {
      float[] values = new float[elements];
      tensor.read(0, values, elements);
      writer.write(values, elements);
    }
  }

  private static long product(StoredTensor tensor) {
    return tensor.declared().spec().shape().stream()
        .mapToLong(size -> size)
        .reduce(1, (a, b) -> a * b);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
