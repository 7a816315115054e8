package dev.mycelium.agent.learning;

/** Work was stopped on request before it had a result. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CancelledException(String work) {
    super(work + " was cancelled");
  }
}
