package dev.mycelium.agent.transport;

/** The address that an agent should serve at can't be bound. */
public final class AddressInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressInUseException(String host, int port, Throwable cause) {
    super("port: %d on %s cannot be bound (%s)".formatted(port, host, cause.getMessage()), cause);
  }
}
