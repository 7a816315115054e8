package dev.mycelium.agent.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a head or an update carries: tensors by section. The section {@value #MODEL} holds
 * parameters (or their change); an algorithm that needs more to go on (momentum, control variates,
 * adapters) adds sections of its own.
 */
public record Payload(Map<String, Tensors> sections) {
  public static final String MODEL = "model";

  public Payload {
    sections = Collections.unmodifiableMap(new TreeMap<>(sections));
    for (String section : sections.keySet()) {
      if (section.isEmpty() || section.indexOf('/') >= 0) {
        throw new IllegalArgumentException(
            "section: \"" + section + "\" (expected: a name without '/')");
      }
    }
  }

  public static Payload ofModel(Tensors parameters) {
    return new Payload(Map.of(MODEL, parameters));
  }

  public Tensors model() {
    return section(MODEL);
  }

  public Tensors section(String name) {
    Tensors tensors = sections.get(name);
    if (tensors == null) {
      throw new NoSuchElementException(
          "section: " + name + " (expected one of: " + sections.keySet() + ")");
    }
    return tensors;
  }

  public PayloadLayout layout() {
    Map<String, TensorLayout> layouts = new TreeMap<>();
    sections.forEach((name, tensors) -> layouts.put(name, tensors.layout()));
    return new PayloadLayout(layouts);
  }

  /** Where the first NaN or infinity lies, as {@code section/tensor}; empty if all are finite. */
  public Optional<String> firstNonFinite() {
    return sections.entrySet().stream()
        .flatMap(
            section ->
                section.getValue().firstNonFinite().stream()
                    .map(tensor -> section.getKey() + '/' + tensor))
        .findFirst();
  }

  public boolean isFinite() {
    return sections.values().stream().allMatch(Tensors::isFinite);
  }
}
