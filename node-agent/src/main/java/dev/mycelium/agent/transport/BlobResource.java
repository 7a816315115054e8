package dev.mycelium.agent.transport;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.round.Coordinator;
import dev.mycelium.agent.round.Uploads;
import dev.mycelium.wire.Expect;
import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.problem.ProblemType;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code HEAD|GET|PUT /blobs/SHA256}. Only heads and candidates can be fetched, never a member's
 * update; only what the open round waits for, or a head that is wanted, can be uploaded. Both go on
 * where they broke off: downloads by range, uploads by offset.
 */
final class BlobResource implements Resource {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-");

  private final AgentResources resources;
  private final BlobStore blobs;

  BlobResource(AgentResources resources) {
    this.resources = resources;
    this.blobs = resources.blobs();
  }

  @Override
  public List<String> routes() {
    return List.of("HEAD /blobs/{sha256}", "GET /blobs/{sha256}", "PUT /blobs/{sha256}");
  }

  @Override
  public boolean serve(Exchange exchange) throws IOException {
    if (exchange.path().size() != 2 || !exchange.path().get(0).equals("blobs")) {
      return false;
    }
    Sha256 sha = new Sha256(exchange.path().get(1));
    switch (exchange.method()) {
      case "HEAD" -> head(exchange, sha);
      case "GET" -> get(exchange, sha);
      case "PUT" -> put(exchange, sha);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void head(Exchange exchange, Sha256 sha) {
    long size = resources.offered().test(sha) ? blobs.size(sha).orElse(-1) : -1;
    exchange.set(BlobHeaders.UPLOAD_OFFSET, String.valueOf(blobs.offset(sha)));
    if (size >= 0) {
      exchange.set("Content-Length", String.valueOf(size));
    }
    exchange.answer(size >= 0 ? 200 : 404);
  }

  private void get(Exchange exchange, Sha256 sha) throws IOException {
    Optional<FileChannel> content =
        resources.offered().test(sha) ? blobs.open(sha) : Optional.empty();
    if (content.isEmpty()) {
      throw RefusedRequestException.of(
          ProblemType.BLOB_NOT_FOUND, sha + " (expected: a head or candidate that is held here)");
    }
    try (FileChannel channel = content.get()) {
      send(exchange, channel, sentTo(exchange.header(BlobHeaders.NODE), sha));
    }
  }

  /** Where bytes of this blob are entered that a node is sent; nowhere if it does not say who. */
  private LongConsumer sentTo(@Nullable String header, Sha256 sha) {
    NodeId node = header == null ? null : new NodeId(header);
    return bytes ->
        resources
            .coordinator()
            .get()
            .filter(term -> node != null && term.desk().offers(sha))
            .ifPresent(term -> term.sent(requireNonNull(node, "node"), bytes));
  }

  /** Who has the last byte finds them all entered; what was not sent is taken back. */
  private static void send(Exchange exchange, FileChannel channel, LongConsumer sent)
      throws IOException {
    long size = channel.size();
    long from = from(exchange, size);
    exchange.answer(from == 0 ? 200 : 206);
    exchange.set("Content-Type", "application/octet-stream");
    exchange.set("Accept-Ranges", "bytes");
    exchange.set("Content-Length", String.valueOf(size - from));
    if (from > 0) {
      exchange.set("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
    }
    channel.position(from);
    sent.accept(size - from);
    try (OutputStream out = exchange.output()) {
      Channels.newInputStream(channel).transferTo(out);
    } finally {
      sent.accept(channel.position() - size);
    }
  }

  private static long from(Exchange exchange, long size) {
    String range = exchange.header("Range");
    Matcher matcher = range == null ? null : RANGE.matcher(range);
    if (matcher == null || !matcher.matches()) {
      return 0;
    }
    long from = Long.parseLong(matcher.group(1));
    return from < size ? from : 0;
  }

  private void put(Exchange exchange, Sha256 sha) throws IOException {
    Coordinator coordinator =
        resources.coordinator().get().orElseThrow(RoundResource::notCoordinator);
    NodeId node =
        new NodeId(
            Expect.present(exchange.header(BlobHeaders.NODE), BlobHeaders.NODE, "who uploads"));
    long length =
        exchange
            .length()
            .orElseThrow(
                () ->
                    RefusedRequestException.of(
                        ProblemType.BODY_TOO_LARGE, "Content-Length: missing"));
    long offset = exchange.header(BlobHeaders.UPLOAD_OFFSET, 0);
    coordinator.uploads().take(new Uploads.Piece(node, sha, offset, length), exchange.body());
    exchange.answer(204);
  }
}
