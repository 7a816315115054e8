package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.blob.BlobLimits;
import dev.mycelium.agent.blob.BlobStore;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.round.Sha256;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadBlobsTest {
  private static final TensorLayout PAIR = TensorLayout.of(TensorSpec.of("pair", 2));

  @TempDir Path directory;
  private BlobStore blobs;
  private PayloadBlobs payloads;

  @BeforeEach
  void open() {
    blobs = BlobStore.open(directory, new BlobLimits(1 << 20, 1 << 24));
    payloads = new PayloadBlobs(blobs);
  }

  @Test
  void givesBackWhatWasPut() {
    Payload payload = SomeTensors.aPayload(SomeTensors.seeded(3));

    Sha256 sha = payloads.put(payload);

    assertThat(payloads.get(sha)).contains(payload);
    assertThat(payloads.get(sha, payload.layout())).contains(payload);
  }

  @Test
  void namesEqualPayloadsEqually() {
    Sha256 one = payloads.put(SomeTensors.aPayload(SomeTensors.seeded(3)));
    Sha256 same = payloads.put(SomeTensors.aPayload(SomeTensors.seeded(3)));
    Sha256 other = payloads.put(SomeTensors.aPayload(SomeTensors.seeded(4)));

    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void hasNothingUnderAnUnknownName() {
    assertThat(payloads.get(new Sha256("0".repeat(64)))).isEmpty();
  }

  @Test
  void refusesABlobThatIsNotTheExpectedTensors() {
    Sha256 text = blobs.put(out -> out.write("no tensors at all".getBytes(UTF_8)));
    Sha256 broken = payloads.put(Payload.ofModel(Tensors.of(PAIR, 1, Float.NaN)));

    assertThatThrownBy(() -> payloads.get(text)).isInstanceOf(InvalidTensorFileException.class);
    assertThatThrownBy(() -> payloads.get(broken, PayloadLayout.ofModel(PAIR)))
        .hasMessage("model/pair: NaN or infinite (expected: finite numbers)");
  }

  @Test
  void givesTheSectionsThatAreAskedForAndNoOthers() {
    Tensors model = Tensors.of(PAIR, 1, 2);
    Payload head = new Payload(Map.of(Payload.MODEL, model, "momentum", Tensors.of(PAIR, 3, 4)));
    PayloadLayout wanted = PayloadLayout.ofModel(PAIR);

    Sha256 sha = payloads.put(head);

    assertThat(payloads.sections(sha, wanted)).contains(Payload.ofModel(model));
    assertThat(payloads.get(sha, PayloadLayout.ofModel(PAIR, Set.of("momentum")))).contains(head);
    assertThatThrownBy(() -> payloads.get(sha, wanted))
        .hasMessage("momentum/pair: [2] (expected: no such tensor)");
    assertThatThrownBy(() -> payloads.sections(sha, PayloadLayout.ofModel(PAIR, Set.of("control"))))
        .hasMessage("control/pair: missing (expected: [2])");
  }
}
