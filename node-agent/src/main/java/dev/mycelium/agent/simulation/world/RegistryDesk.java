package dev.mycelium.agent.simulation.world;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.Directory;
import java.util.Map;
import java.util.function.Function;

/** A registry as its callers reach it: the same key, the same answer. */
final class RegistryDesk {
  static final String NAME = "registry";

  private final Directory registry;
  private final Map<String, Object> answers;

  /**
   * @param answers kept beside the rows, in the same transaction
   */
  RegistryDesk(Directory registry, Map<String, Object> answers) {
    this.registry = requireNonNull(registry, "registry");
    this.answers = requireNonNull(answers, "answers");
  }

  <T> T once(Function<Directory, T> request) {
    return request.apply(registry);
  }

  /** The key names one request, and so the type of its answer. */
  @SuppressWarnings("unchecked")
  <T> T under(String key, Function<Directory, T> request) {
    Object known = answers.get(key);
    if (known == null) {
      known = request.apply(registry);
      answers.put(key, known);
    }
    return (T) known;
  }
}
