package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.HeadProposal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A group's heads in a file, one line each, on disk before a commit is answered. */
final class FileHeads implements Heads {
  private final Path file;
  private final OwnHeads heads;

  FileHeads(Path file) {
    this.file = file;
    List<Head> known = all();
    heads =
        new OwnHeads(known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() - 1)));
  }

  long grant(NodeId node) {
    return heads.grant(node);
  }

  Optional<Head> head() {
    return heads.head();
  }

  /** Every version that was ever committed. */
  List<Head> all() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .map(line -> JsonMapper.shared().readValue(line, Head.class))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Commit publish(HeadProposal proposal) {
    Optional<Head> before = heads.head();
    Commit commit = heads.publish(proposal);
    if (!heads.head().equals(before)) {
      write(heads.head().orElseThrow());
    }
    return commit;
  }

  private void write(Head head) {
    String line = JsonMapper.shared().writeValueAsString(head) + "\n";
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      int unused = out.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      out.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
