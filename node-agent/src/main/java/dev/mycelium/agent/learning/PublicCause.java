package dev.mycelium.agent.learning;

/**
 * A failure that can say why in words that hold nothing of the node's data. The group's members and
 * everybody who asks the registry may read them; of other failures they learn the kind.
 */
public interface PublicCause {
  String publicCause();

  /** What a program or a library says may quote the data. */
  static String of(RuntimeException failure) {
    return failure instanceof PublicCause known
        ? known.publicCause()
        : failure.getClass().getName() + " (the node's own log says more)";
  }
}
