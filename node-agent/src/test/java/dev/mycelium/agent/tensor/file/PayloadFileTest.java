package dev.mycelium.agent.tensor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.SomeTensors;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadFileTest {
  private static final TensorLayout DENSE =
      TensorLayout.of(TensorSpec.of("weight", 2, 1), TensorSpec.of("bias"));

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsWhatItWrote(long seed) throws IOException {
    Payload payload = SomeTensors.aPayload(SomeTensors.seeded(seed));
    PayloadFile written = new PayloadFile(payload, Map.of("b", "\"\u00e9\n", "a", ""));

    Path file = file(bytes(written));

    assertThat(PayloadFile.read(file)).isEqualTo(written);
    assertThat(PayloadFile.readExpecting(file, payload.layout())).isEqualTo(written);
  }

  @Test
  void readsBackWhatIsLargerThanItsBuffers() throws IOException {
    TensorLayout layout = TensorLayout.of(TensorSpec.of("w", 1000, 301), TensorSpec.of("b", 7));
    Payload payload = Payload.ofModel(SomeTensors.aTensors(layout, 1, SomeTensors.seeded(1)));

    assertThat(PayloadFile.read(file(bytes(PayloadFile.of(payload)))).payload()).isEqualTo(payload);
  }

  @Test
  void writesTheseBytesAndNoOthers() throws IOException {
    Payload payload = Payload.ofModel(Tensors.of(DENSE, 1, -2, 0.5f));
    String header =
        "{\"__metadata__\":{\"format\":\"mycelium\"},"
            + "\"model/weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
            + "\"model/bias\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded.length())
            .put(padded.getBytes(UTF_8))
            .putFloat(1)
            .putFloat(-2)
            .putFloat(0.5f);

    assertThat(bytes(PayloadFile.of(payload))).isEqualTo(expected.array());
  }

  @Test
  void readsTensorsInAnotherOrderIntoTheExpectedOne() throws IOException {
    TensorLayout turned = TensorLayout.of(TensorSpec.of("bias"), TensorSpec.of("weight", 2, 1));
    Path file = file(bytes(PayloadFile.of(Payload.ofModel(Tensors.of(turned, 0.5f, 1, -2)))));

    Payload read = PayloadFile.readExpecting(file, PayloadLayout.ofModel(DENSE)).payload();

    assertThat(read).isEqualTo(Payload.ofModel(Tensors.of(DENSE, 1, -2, 0.5f)));
  }

  @Test
  void readsTensorsWithoutAnyNumber() throws IOException {
    TensorLayout layout =
        TensorLayout.of(TensorSpec.of("none", 0, 4), TensorSpec.of("b"), TensorSpec.of("nil", 0));
    Payload payload = Payload.ofModel(Tensors.of(layout, 3));

    assertThat(PayloadFile.read(file(bytes(PayloadFile.of(payload)))).payload()).isEqualTo(payload);
  }

  @Test
  void refusesToWriteANameThatItWouldNotRead() {
    Payload payload = Payload.ofModel(Tensors.of(TensorLayout.of(TensorSpec.of("../weight")), 1));

    assertThatThrownBy(() -> bytes(PayloadFile.of(payload)))
        .isInstanceOf(InvalidTensorFileException.class)
        .hasMessageStartingWith("name: \"model/../weight\"");
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("payload.safetensors"), bytes);
  }

  private static byte[] bytes(PayloadFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.writeTo(out);
    return out.toByteArray();
  }
}
