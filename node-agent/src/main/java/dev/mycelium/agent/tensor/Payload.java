package dev.mycelium.agent.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a head or an update carries: tensors by section. The section {@value #MODEL} holds
 * parameters (or their change); an algorithm that needs more to go on (momentum, control variates,
 * adapters) adds sections of its own.
 */
public record Payload(Map<String, Tensors> sections) implements PayloadValues {
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

  /** All values, read or computed onto the heap. */
  public static Payload copyOf(PayloadValues values) {
    Map<String, Tensors> copied = new TreeMap<>();
    values.names().forEach(name -> copied.put(name, Tensors.copyOf(values.section(name))));
    return new Payload(copied);
  }

  @Override
  public Set<String> names() {
    return sections.keySet();
  }

  @Override
  public Tensors model() {
    return section(MODEL);
  }

  @Override
  public Tensors section(String name) {
    return PayloadValues.require(sections, name);
  }

  public boolean isFinite() {
    return sections.values().stream().allMatch(Tensors::isFinite);
  }
}
