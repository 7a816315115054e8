package dev.mycelium.agent.compression;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.file.DeclaredTensor;
import dev.mycelium.agent.tensor.file.Dtype;
import dev.mycelium.agent.tensor.file.FloatType;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.StoredTensor;
import dev.mycelium.agent.tensor.file.TensorFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of an update's file, in their order. Each tensor of the model is two:
 *
 * <pre>
 *   scale/dense0.weight   F32 [buckets]        of ceil(elements / bucket size) buckets
 *   model/dense0.weight   F16 or I8, in the shape that it has: its codes
 * </pre>
 *
 * Other sections are float32 as ever: what a member adds up from round to round must be what it
 * told the group, and an error in it would never be forgotten.
 *
 * @param tensors by the names in the file
 */
record CodedLayout(Map<String, DeclaredTensor> tensors) {
  private static final String SCALE = "scale";

  CodedLayout {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  static CodedLayout of(Coding coding, PayloadLayout update) {
    Map<String, DeclaredTensor> tensors = new LinkedHashMap<>();
    update
        .sections()
        .forEach(
            (section, layout) -> {
              for (TensorSpec tensor : layout.specs()) {
                boolean coded = section.equals(Payload.MODEL);
                if (coded) {
                  TensorSpec scales = TensorSpec.of(tensor.name(), buckets(coding, tensor));
                  declare(tensors, SCALE, scales, FloatType.F32);
                }
                declare(tensors, section, tensor, coded ? coding.dtype() : FloatType.F32);
              }
            });
    return new CodedLayout(tensors);
  }

  private static void declare(
      Map<String, DeclaredTensor> tensors, String section, TensorSpec tensor, Dtype dtype) {
    String name = name(section, tensor);
    TensorSpec named = new TensorSpec(name, tensor.shape());
    if (tensors.put(name, new DeclaredTensor(named, dtype)) != null) {
      throw new IllegalArgumentException(name + " twice (expected: no section of scales)");
    }
  }

  static int buckets(Coding coding, TensorSpec tensor) {
    long size = coding.bucketSize(tensor);
    return (int) ((tensor.elements() + size - 1) / size);
  }

  static String name(String section, TensorSpec tensor) {
    return section + '/' + tensor.name();
  }

  static String scale(TensorSpec tensor) {
    return name(SCALE, tensor);
  }

  /**
   * The file's tensors by their names.
   *
   * @throws InvalidTensorFileException if they are not these
   */
  Map<String, StoredTensor> in(TensorFile file) {
    Map<String, StoredTensor> found = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> found.put(tensor.declared().name(), tensor));
    tensors.forEach((name, tensor) -> requireSame(name, tensor, found.get(name)));
    found.keySet().stream()
        .filter(name -> !tensors.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw InvalidTensorFileException.layoutMismatch(
                  name + ": extra (expected: no such tensor)");
            });
    return found;
  }

  private static void requireSame(
      String name, DeclaredTensor expected, @Nullable StoredTensor found) {
    if (found == null || !expected.equals(found.declared())) {
      throw InvalidTensorFileException.layoutMismatch(
          "%s: %s (expected: %s)"
              .formatted(name, found == null ? "missing" : text(found.declared()), text(expected)));
    }
  }

  private static String text(DeclaredTensor tensor) {
    List<Integer> shape = tensor.spec().shape();
    return tensor.dtype().name() + ' ' + shape;
  }
}
