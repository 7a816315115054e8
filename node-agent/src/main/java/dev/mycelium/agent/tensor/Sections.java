package dev.mycelium.agent.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sections from anywhere. */
record Sections(Map<String, ? extends TensorValues> sections) implements PayloadValues {

  Sections {
    sections = Collections.unmodifiableMap(new TreeMap<>(sections));
  }

  @Override
  public Set<String> names() {
    return sections.keySet();
  }

  @Override
  public TensorValues section(String name) {
    return PayloadValues.require(sections, name);
  }
}
