package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobRejectedException;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Coordination;
import dev.mycelium.agent.round.CoordinatorLostException;
import dev.mycelium.agent.round.Poll;
import dev.mycelium.agent.round.Receipt;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.Problem;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.RoundFailure;
import dev.mycelium.wire.round.RoundReport;
import dev.mycelium.wire.round.RoundStatus;
import dev.mycelium.wire.round.Sha256;
import dev.mycelium.wire.round.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A coordinator across the network. Calls that break are made again, see {@link PeerCalls};
 * transfers go on where they broke off.
 */
public final class HttpCoordination implements Coordination {
  private static final Set<ProblemType> WRONG_CONTENT =
      EnumSet.of(ProblemType.HASH_MISMATCH, ProblemType.BODY_TOO_LARGE, ProblemType.BLOB_NOT_FOUND);

  private final URI base;
  private final String rounds;
  private final BlobStore blobs;
  private final PeerCalls calls;
  private final JsonMapper json = JsonMapper.shared();
  private final Download download = new Download(PeerTimes.TRANSFER.value());

  public HttpCoordination(Peer coordinator, GroupId group, BlobStore blobs) {
    base = URI.create("http://" + coordinator.address());
    calls = new PeerCalls(coordinator);
    rounds = "/groups/" + group + "/rounds/";
    this.blobs = requireNonNull(blobs, "blobs");
  }

  @Override
  public Optional<RoundStatus> poll(Poll poll) {
    String query =
        "current?node=%s&after=%d&committed=%d&trains=%s%s"
            .formatted(
                QueryText.encoded(poll.node().value()),
                poll.after(),
                poll.committed(),
                poll.trains(),
                poll.have() == null ? "" : "&have=" + poll.have());
    HttpResponse<byte[]> response =
        calls.ask(request(rounds + query, PeerTimes.POLL.value()).GET().build());
    if (response.statusCode() != 200 && response.statusCode() != 204) {
      throw new CoordinatorLostException(base + " answered: " + PeerProblem.of(response).text());
    }
    return response.statusCode() == 204
        ? Optional.empty()
        : Optional.of(read(response.body(), RoundStatus.class));
  }

  @Override
  public void fetch(Sha256 blob) {
    fetch(blob, null);
  }

  @Override
  public void fetch(Poll member, Sha256 blob) {
    fetch(blob, member.node());
  }

  private void fetch(Sha256 blob, @Nullable NodeId node) {
    while (!blobs.contains(blob)) {
      int status = calls.make(() -> fetchOnce(blob, node));
      if (status != 200 && status != 206) {
        throw new CoordinatorLostException(
            "%s answered %d for blob %s".formatted(base, status, blob));
      }
    }
  }

  /** One try from where this node has got to; the status that was answered. */
  private int fetchOnce(Sha256 blob, @Nullable NodeId node) {
    long offset = blobs.offset(blob);
    HttpRequest.Builder request = request("/blobs/" + blob, PeerTimes.TRANSFER.value()).GET();
    if (node != null) {
      request.header(BlobHeaders.NODE, node.value());
    }
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    HttpResponse<InputStream> response =
        calls.http().send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = download.of(response.body())) {
      if (response.statusCode() >= 500) {
        throw BrokenCallException.of("HTTP " + response.statusCode(), null);
      }
      if (response.statusCode() == 200 || response.statusCode() == 206) {
        take(blob, response.statusCode() == 200 ? 0 : offset, body);
      }
      return response.statusCode();
    } catch (IOException | BrokenCallException | BlobRejectedException e) {
      throw calls.http().isClosed()
          ? new CoordinatorLostException("given up: " + blob, new CancellationException())
          : failed(blob, e);
    }
  }

  private void take(Sha256 blob, long offset, InputStream body) {
    if (offset < blobs.offset(blob)) {
      blobs.delete(blob);
    }
    long unused = blobs.append(blob, offset, new PeerBody(body));
    blobs.finish(blob);
  }

  /** Content that can't be right is the coordinator's fault; a disk that is full here is not. */
  private static RuntimeException failed(Sha256 blob, Exception cause) {
    return cause instanceof BlobRejectedException own && !WRONG_CONTENT.contains(own.type())
        ? own
        : BrokenCallException.of(
            "download of %s failed: %s".formatted(blob, cause.getMessage()), cause);
  }

  @Override
  public void upload(Poll member, Sha256 blob) {
    new BlobUpload(base, calls, blobs).of(blob, member.node());
  }

  @Override
  public Receipt submit(Submission submission) {
    HttpResponse<byte[]> response = post(rounds + submission.round() + "/submissions", submission);
    if (response.statusCode() == 200) {
      return new Receipt.Accepted();
    }
    Problem problem = PeerProblem.of(response);
    if (problem.is(ProblemType.NOT_COORDINATOR)) {
      throw new CoordinatorLostException(base + " answered: " + problem.text());
    }
    return new Receipt.Refused(PeerProblem.type(problem), problem.text());
  }

  @Override
  public void fail(RoundFailure failure) {
    HttpResponse<byte[]> unused = post(rounds + failure.round() + "/failures", failure);
  }

  @Override
  public Optional<RoundReport> report(long round) {
    var answer = calls.ask(request(rounds + round, PeerTimes.CALL.value()).GET().build());
    boolean known = answer.statusCode() == 200;
    return known ? Optional.of(read(answer.body(), RoundReport.class)) : Optional.empty();
  }

  private HttpResponse<byte[]> post(String path, Object body) {
    return calls.ask(
        request(path, PeerTimes.CALL.value())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build());
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
  }

  private <T> T read(byte[] body, Class<T> type) {
    try {
      return json.readValue(body, type);
    } catch (JacksonException e) {
      throw new CoordinatorLostException(base + " answered something unreadable", e);
    }
  }

  @Override
  public void close() {
    calls.close();
    download.close();
  }
}
