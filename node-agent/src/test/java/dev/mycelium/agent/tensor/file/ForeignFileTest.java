package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other formats under the name of ours: some of them run code when they are opened. */
class ForeignFileTest {
  @TempDir static Path directory;

  static Stream<Arguments> files() throws IOException {
    byte[] pickle = pickle(directory.resolve("canary"));
    byte[] numpy = numpy(pickle);
    return Stream.of(
        arguments("text pickle", pickle, "header length: "),
        arguments("pickle", concat(bytes("\u0080\4\u0095\5"), pickle), "file: a Python pickle"),
        arguments(".pt", zip(pickle), "file: a zip archive, as torch.save makes it"),
        arguments(".npy of objects", numpy, "file: a NumPy array"),
        arguments("Java objects", serialised(), "file: serialised Java objects"),
        arguments("gzip", gzip(numpy), "file: gzip"),
        arguments("HDF5", concat(bytes("\u0089HDF\r\n\u001a\n"), new byte[99]), "file: HDF5"),
        arguments("GGUF", concat(bytes("GGUF\3"), new byte[99]), "file: GGUF"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void refusesWithoutOpening(String name, byte[] content, String message) throws IOException {
    Path file = Files.write(directory.resolve("renamed.safetensors"), content);

    assertThatThrownBy(() -> PayloadFile.read(file))
        .isInstanceOf(InvalidTensorFileException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessageStartingWith(message);
    assertThat(directory.resolve("canary")).doesNotExist();
  }

  @Test
  void theCanarySingsWhenItIsDeserialised() throws Exception {
    Path nest = Files.createDirectory(directory.resolve("nest"));
    byte[] bytes = serialised(nest.resolve("canary"));

    try (ObjectInputStream in = new ObjectInputStream(new java.io.ByteArrayInputStream(bytes))) {
      in.readObject();
    }

    assertThat(nest.resolve("canary")).exists();
  }

  /** Unpickling it makes the file. */
  private static byte[] pickle(Path canary) {
    return bytes("cos\nsystem\n(S'touch " + canary + "'\ntR.");
  }

  private static byte[] zip(byte[] pickle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle);
    }
    return out.toByteArray();
  }

  private static byte[] numpy(byte[] pickle) {
    String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
    return concat(bytes("\u0093NUMPY\1\0" + (char) header.length() + "\0" + header), pickle);
  }

  private static byte[] serialised() throws IOException {
    return serialised(directory.resolve("canary"));
  }

  private static byte[] serialised(Path canary) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(new Canary(canary.toString()));
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(ISO_8859_1);
  }

  /** Makes a file as soon as it is deserialised. */
  private static final class Canary implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String file;

    Canary(String file) {
      this.file = file;
    }

    private Object readResolve() throws IOException {
      Files.createFile(Path.of(file));
      return this;
    }
  }
}
