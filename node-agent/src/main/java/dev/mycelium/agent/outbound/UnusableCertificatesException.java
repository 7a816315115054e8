package dev.mycelium.agent.outbound;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file of certificate authorities can't be used. */
public final class UnusableCertificatesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnusableCertificatesException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static UnusableCertificatesException of(Path file, String why, @Nullable Throwable cause) {
    return new UnusableCertificatesException(
        "--ca: %s: %s (expected: certificates as PEM)".formatted(file, why), cause);
  }
}
