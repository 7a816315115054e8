package dev.mycelium.agent.tensor.file;

import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds a payload among the tensors of a file. Every opening takes over the file, and closes it
 * when it refuses.
 *
 * @param naming how tensors are named in the file
 * @param types the types that tensors may have
 */
record PayloadReader(Naming naming, Set<FloatType> types) {

  /** Other programs' models, in whatever type of float. */
  static final PayloadReader OF_MODELS =
      new PayloadReader(Naming.PLAIN, EnumSet.allOf(FloatType.class));

  /** Heads and updates of this network, in this type. */
  static PayloadReader ofPayloads(FloatType type) {
    return new PayloadReader(Naming.SECTIONED, EnumSet.of(type));
  }

  StoredPayload open(TensorFile file) throws IOException {
    return opened(file, () -> stored(file));
  }

  /**
   * @return with the expected order of tensors, whatever it is in the file
   */
  StoredPayload open(TensorFile file, PayloadLayout expected) throws IOException {
    return opened(file, () -> stored(file, expected, layout(file)));
  }

  /** The sections that are expected; others may lie beside them and are left alone. */
  StoredPayload openSections(TensorFile file, PayloadLayout expected) throws IOException {
    return opened(
        file, () -> stored(file, expected, layout(file).only(expected.sections().keySet())));
  }

  private static StoredPayload opened(TensorFile file, Opening opening) throws IOException {
    try {
      return opening.open();
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private StoredPayload stored(TensorFile file) {
    wrongType(file)
        .ifPresent(
            wrong -> {
              throw InvalidTensorFileException.of(
                  "dtype of " + InvalidTensorFileException.printable(wrong.name()),
                  wrong.dtype().name(),
                  typeNames());
            });
    return stored(file, layout(file).sections());
  }

  private StoredPayload stored(TensorFile file, PayloadLayout expected, PayloadLayout found) {
    expected
        .difference(found)
        .or(() -> wrongType(file).map(this::difference))
        .ifPresent(
            difference -> {
              throw InvalidTensorFileException.layoutMismatch(difference);
            });
    return stored(file, expected.sections());
  }

  private StoredPayload stored(TensorFile file, Map<String, TensorLayout> layouts) {
    Map<String, Map<String, StoredTensor>> tensors = new HashMap<>();
    for (StoredTensor tensor : file.tensors()) {
      TensorName name = naming.parse(tensor.declared().name());
      tensors
          .computeIfAbsent(name.section(), section -> new HashMap<>())
          .put(name.tensor(), tensor);
    }
    Map<String, StoredValues> sections = new TreeMap<>();
    layouts.forEach(
        (section, layout) ->
            sections.put(
                section, new StoredValues(layout, tensors.getOrDefault(section, Map.of()))));
    return new StoredPayload(file, sections);
  }

  private PayloadLayout layout(TensorFile file) {
    Map<String, List<TensorSpec>> sections = new TreeMap<>();
    for (StoredTensor tensor : file.tensors()) {
      TensorSpec spec = tensor.declared().spec();
      TensorName name = naming.parse(spec.name());
      sections
          .computeIfAbsent(name.section(), section -> new ArrayList<>())
          .add(new TensorSpec(name.tensor(), spec.shape()));
    }
    Map<String, TensorLayout> layouts = new TreeMap<>();
    sections.forEach((section, specs) -> layouts.put(section, layout(section, specs)));
    return new PayloadLayout(layouts);
  }

  private static TensorLayout layout(String section, List<TensorSpec> specs) {
    try {
      return TensorLayout.of(specs);
    } catch (IllegalArgumentException e) {
      throw InvalidTensorFileException.of(
          "names", String.valueOf(e.getMessage()), "each tensor once", e);
    } catch (ArithmeticException e) {
      throw InvalidTensorFileException.of(
          "section", section, "at most " + Integer.MAX_VALUE + " numbers", e);
    }
  }

  private Optional<DeclaredTensor> wrongType(TensorFile file) {
    return file.tensors().stream()
        .map(StoredTensor::declared)
        .filter(tensor -> !types.contains(tensor.dtype()))
        .findFirst();
  }

  private String difference(DeclaredTensor wrong) {
    return "%s: %s (expected: %s)".formatted(wrong.name(), wrong.dtype().name(), typeNames());
  }

  private String typeNames() {
    return types.stream().map(FloatType::name).collect(Collectors.joining(" or "));
  }

  private interface Opening {
    StoredPayload open();
  }
}
