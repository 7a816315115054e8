package dev.mycelium.agent.cli.bench;

import dev.mycelium.agent.aggregation.Cohort;
import dev.mycelium.agent.aggregation.Contribution;
import dev.mycelium.agent.aggregation.FedAvg;
import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.PayloadBlobs;
import dev.mycelium.agent.tensor.file.PayloadFile;
import dev.mycelium.agent.tensor.file.StoredPayload;
import dev.mycelium.wire.round.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mycelium bench files}. */
@Command(
    name = "files",
    description = {
      "FedAvg of 10 updates of 40 MB in safetensors files, written as a head.",
      "They are hashed and averaged, and the head is synced to disk, beside numpy with "
          + "safetensors and hashlib, which does not sync."
    },
    mixinStandardHelpOptions = true)
public final class BenchFilesCommand implements Runnable {
  private static final int NUMBERS = 10_000_000;
  private static final double GOAL = 350;
  private static final BlobLimits LIMITS = new BlobLimits(1L << 30, 1L << 34);

  @Mixin private RaceOptions options = new RaceOptions();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where a gigabyte of files may lie meanwhile; by default the system's place.")
  private @Nullable Path parent;

  @Override
  public void run() {
    try (TemporaryFolder folder = TemporaryFolder.in(parent)) {
      Map<Integer, Sha256> updates = new TreeMap<>();
      PayloadBlobs payloads = new PayloadBlobs(open(folder));
      Sha256 head = payloads.put(SomeNumbers.head(NUMBERS));
      for (int member = 0; member < SomeNumbers.MEMBERS; member++) {
        Payload update = Payload.ofModel(copy(member));
        updates.put(member, payloads.put(update));
        write(update, folder.path().resolve("update-" + member));
      }
      race(folder, head, updates);
    }
  }

  private static Tensors copy(int member) {
    return Tensors.copyOf(SomeNumbers.of(NUMBERS, 0.01, 1 + member));
  }

  private void race(TemporaryFolder folder, Sha256 head, Map<Integer, Sha256> updates) {
    try (PythonPeers peers = PythonPeers.start(options.python, "files", folder.path().toString())) {
      options.run(
          new Race(
              "files 10 x 40 MB",
              GOAL,
              List.of(
                  Contender.of("ours", () -> average(open(folder), head, updates)),
                  peers.peer("numpy-safetensors"))));
    }
  }

  /** A store that has not seen its blobs yet: each is hashed when it is opened. */
  private static BlobStore open(TemporaryFolder folder) {
    return BlobStore.open(folder.path().resolve("blobs"), LIMITS);
  }

  private static void average(BlobStore blobs, Sha256 head, Map<Integer, Sha256> updates) {
    PayloadBlobs payloads = new PayloadBlobs(blobs);
    PayloadLayout layout = PayloadLayout.ofModel(SomeNumbers.of(NUMBERS, 0, 0).layout());
    List<StoredPayload> opened =
        IntStream.rangeClosed(0, updates.size())
            .parallel()
            .mapToObj(i -> i == 0 ? head : updates.get(i - 1))
            .map(sha -> payloads.open(sha, layout).orElseThrow())
            .toList();
    List<Contribution> contributions = new ArrayList<>();
    for (int member = 0; member < updates.size(); member++) {
      contributions.add(
          new Contribution(SomeNumbers.node(member), opened.get(member + 1), 100 + member));
    }
    PayloadBlobs.Put put =
        payloads.putFinite(new FedAvg().candidate(opened.get(0), new Cohort(contributions)));
    blobs.delete(((PayloadBlobs.Put.Stored) put).sha());
    opened.forEach(BenchFilesCommand::close);
  }

  private static void close(StoredPayload payload) {
    try {
      payload.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Payload payload, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      PayloadFile.of(payload).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("--dir: " + e.getMessage(), e);
    }
  }
}
