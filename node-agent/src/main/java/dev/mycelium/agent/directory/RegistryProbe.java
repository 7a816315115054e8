package dev.mycelium.agent.directory;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks a registry once, and tells everything about the answer. */
public final class RegistryProbe {
  private RegistryProbe() {}

  /**
   * What came back.
   *
   * @param status of {@code GET /groups}, which shows whether the token is the right one
   * @param date what the registry's clock said, to the second; empty if it said nothing
   */
  public record Answer(int status, Optional<Instant> date) {}

  /**
   * @throws RegistryUnavailableException if nothing comes back
   */
  public static Answer ask(RegistryAccess access) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(access.registry().resolve("/groups"))
            .timeout(RegistryTimes.CALL.value());
    if (access.token() != null) {
      request.header("Authorization", "Bearer " + access.token());
    }
    try {
      HttpResponse<Void> response =
          access
              .outbound()
              .client(RegistryTimes.CONNECT.value())
              .send(request.build(), HttpResponse.BodyHandlers.discarding());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Date").flatMap(RegistryProbe::date));
    } catch (IOException e) {
      throw RegistryUnavailableException.of(access.registry(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryUnavailableException.of(access.registry(), e);
    }
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
