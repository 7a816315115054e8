package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a blob from this node's disk to its coordinator's: one that breaks goes on from where
 * the coordinator has got to, and one that is put off is made again when the coordinator said,
 * until it is taken or refused.
 */
final class BlobUpload {
  private static final Logger log = LoggerFactory.getLogger(BlobUpload.class);

  /** Refusals that another try may not meet. */
  private static final Set<ProblemType> PASSING =
      EnumSet.of(ProblemType.UPLOAD_OFFSET, ProblemType.UNAVAILABLE, ProblemType.HASH_MISMATCH);

  private final URI coordinator;
  private final PeerCalls calls;
  private final BlobStore blobs;

  BlobUpload(URI coordinator, PeerCalls calls, BlobStore blobs) {
    this.coordinator = requireNonNull(coordinator, "coordinator");
    this.calls = requireNonNull(calls, "calls");
    this.blobs = requireNonNull(blobs, "blobs");
  }

  /** After a final refusal the submission is refused too; that it is put off is told once. */
  void of(Sha256 blob, NodeId member) {
    HttpResponse<byte[]> answer = calls.make(() -> attempt(blob, member));
    if (putOff(answer).isPresent()) {
      tell("put off", answer);
    }
    for (Optional<Duration> pause = putOff(answer); pause.isPresent(); pause = putOff(answer)) {
      calls.pause(pause.get());
      answer = calls.make(() -> attempt(blob, member));
    }
    if (isRefused(answer)) {
      tell("refused", answer);
    }
  }

  private void tell(String what, HttpResponse<byte[]> answer) {
    String cause = PeerProblem.of(answer).text();
    log.warn("upload {}: coordinator={} cause=\"{}\"", what, coordinator, cause);
  }

  private static Optional<Duration> putOff(HttpResponse<byte[]> answer) {
    return isRefused(answer) ? RetryAfter.of(answer) : Optional.empty();
  }

  private static boolean isRefused(HttpResponse<byte[]> answer) {
    return answer.statusCode() >= 300;
  }

  /** One try from where the coordinator has got to. */
  private HttpResponse<byte[]> attempt(Sha256 blob, NodeId member) {
    long offset = arrived(blob);
    try (FileChannel content = blobs.open(blob).orElseThrow()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri(blob))
              .timeout(PeerTimes.TRANSFER.value())
              .header(BlobHeaders.NODE, member.value())
              .header(BlobHeaders.UPLOAD_OFFSET, String.valueOf(offset))
              .PUT(rest(content, offset))
              .build();
      HttpResponse<byte[]> answer = calls.http().ask(request);
      if (isRefused(answer) && putOff(answer).isEmpty() && isPassing(answer)) {
        throw BrokenCallException.answered(answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing if more has arrived than there is: then it is found out to be something else. */
  private static BodyPublisher rest(FileChannel content, long offset) throws IOException {
    long rest = content.size() - offset;
    content.position(offset);
    return rest <= 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> Channels.newInputStream(content)), rest);
  }

  private static boolean isPassing(HttpResponse<byte[]> answer) {
    return answer.statusCode() >= 500 || PASSING.contains(PeerProblem.type(PeerProblem.of(answer)));
  }

  private long arrived(Sha256 blob) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(blob))
            .timeout(PeerTimes.CALL.value())
            .method("HEAD", BodyPublishers.noBody())
            .build();
    return calls
        .http()
        .send(request, BodyHandlers.discarding())
        .headers()
        .firstValueAsLong(BlobHeaders.UPLOAD_OFFSET)
        .orElse(0);
  }

  private URI uri(Sha256 blob) {
    return coordinator.resolve("/blobs/" + blob);
  }
}
