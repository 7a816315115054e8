package dev.mycelium.agent.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The layouts of a payload's sections: what a head promises and an update must match. */
public record PayloadLayout(Map<String, TensorLayout> sections) {

  public PayloadLayout {
    sections = Collections.unmodifiableMap(new TreeMap<>(sections));
  }

  public static PayloadLayout ofModel(TensorLayout parameters) {
    return new PayloadLayout(Map.of(Payload.MODEL, parameters));
  }

  /** The model's section and others beside it, each with the model's tensors. */
  public static PayloadLayout ofModel(TensorLayout parameters, Set<String> others) {
    Map<String, TensorLayout> layouts = new TreeMap<>();
    others.forEach(section -> layouts.put(section, parameters));
    layouts.put(Payload.MODEL, parameters);
    return new PayloadLayout(layouts);
  }

  /** The sections of these names, as far as they are here. */
  public PayloadLayout only(Set<String> names) {
    Map<String, TensorLayout> some = new TreeMap<>(sections);
    some.keySet().retainAll(names);
    return new PayloadLayout(some);
  }

  /** Numbers in all sections together. */
  public long elements() {
    return sections.values().stream().mapToLong(TensorLayout::elements).sum();
  }

  /**
   * The first tensor, in the order of their names here and then there, by which {@code actual}
   * differs in names or shapes: {@code model/dense0.bias: [3] (expected: [2])}. Empty if none does,
   * even when tensors of a section lie in another order.
   */
  public Optional<String> difference(PayloadLayout actual) {
    Map<String, List<Integer>> expected = shapes();
    Map<String, List<Integer>> found = actual.shapes();
    for (Map.Entry<String, List<Integer>> tensor : expected.entrySet()) {
      List<Integer> shape = found.remove(tensor.getKey());
      if (!tensor.getValue().equals(shape)) {
        String what = shape == null ? "missing" : shape.toString();
        return Optional.of(
            "%s: %s (expected: %s)".formatted(tensor.getKey(), what, tensor.getValue()));
      }
    }
    return found.entrySet().stream()
        .findFirst()
        .map(
            extra ->
                "%s: %s (expected: no such tensor)".formatted(extra.getKey(), extra.getValue()));
  }

  private Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    sections.forEach(
        (section, layout) ->
            layout.specs().forEach(spec -> shapes.put(section + '/' + spec.name(), spec.shape())));
    return shapes;
  }
}
