package dev.mycelium.agent.tensor.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Formats that are mistaken for safetensors, by the bytes they begin with: only to say so, never to
 * open them. Some of them run code of the sender when they are opened.
 */
enum ForeignFormat {
  ZIP("PK\3\4", "a zip archive, as torch.save makes it"),
  PICKLE_2("\u0080\2", "a Python pickle"),
  PICKLE_3("\u0080\3", "a Python pickle"),
  PICKLE_4("\u0080\4", "a Python pickle"),
  PICKLE_5("\u0080\5", "a Python pickle"),
  NUMPY("\u0093NUMPY", "a NumPy array"),
  JAVA("\u00ac\u00ed\0\5", "serialised Java objects"),
  GZIP("\u001f\u008b", "gzip"),
  HDF5("\u0089HDF", "HDF5"),
  GGUF("GGUF", "GGUF");

  private final String start;
  private final String description;

  ForeignFormat(String start, String description) {
    this.start = start;
    this.description = description;
  }

  static Optional<String> describe(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return Stream.of(values())
        .filter(format -> text.startsWith(format.start))
        .map(format -> format.description)
        .findFirst();
  }
}
