package dev.mycelium.agent.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.wire.group.ModelSpec;
import dev.mycelium.wire.group.TaskKind;
import dev.mycelium.wire.group.TaskSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Golden values come from a separate program (SplitMix64 in Python), not from this code. */
class NetworkTest {

  @Test
  void hasParametersOfMcMahansTwoLayerNetwork() {
    Network network = Network.of(new ModelSpec.Mlp(List.of(200, 200)), digits());

    assertThat(network.layout().elements()).isEqualTo(199_210);
    assertThat(network.layout().specs())
        .containsExactly(
            TensorSpec.of("dense0.weight", 200, 784),
            TensorSpec.of("dense0.bias", 200),
            TensorSpec.of("dense1.weight", 200, 200),
            TensorSpec.of("dense1.bias", 200),
            TensorSpec.of("dense2.weight", 10, 200),
            TensorSpec.of("dense2.bias", 10));
  }

  @Test
  void hasParametersOfSoftmaxRegression() {
    Network network = Network.of(new ModelSpec.Linear(), digits());

    assertThat(network.layout().elements()).isEqualTo(7_850);
    assertThat(network.layers()).hasSize(1);
  }

  @Test
  void hasParametersOfMcMahansConvolutionalNetwork() {
    Network network = Network.of(new ModelSpec.Cnn(), digits());

    assertThat(network.layout().elements()).isEqualTo(1_663_370);
    assertThat(network.layout().specs())
        .containsExactly(
            TensorSpec.of("conv0.weight", 32, 1, 5, 5),
            TensorSpec.of("conv0.bias", 32),
            TensorSpec.of("conv1.weight", 64, 32, 5, 5),
            TensorSpec.of("conv1.bias", 64),
            TensorSpec.of("dense0.weight", 512, 3136),
            TensorSpec.of("dense0.bias", 512),
            TensorSpec.of("dense1.weight", 10, 512),
            TensorSpec.of("dense1.bias", 10));
  }

  @Test
  void fitsConvolutionalNetworkToColourImages() {
    Network network = Network.convolutional(List.of(3, 32, 32), 10);

    assertThat(network.layout().specs())
        .contains(
            TensorSpec.of("conv0.weight", 32, 3, 5, 5),
            TensorSpec.of("dense0.weight", 512, 64 * 8 * 8));
    assertThat(network.inputs()).isEqualTo(3072);
  }

  @Test
  void drawsSameFiltersOnEveryMachine() throws Exception {
    Tensors initial = Network.of(new ModelSpec.Cnn(), digits()).initial(1);

    assertThat(sha256(initial))
        .isEqualTo("e59762fe0f81f0178df7f6a5231d27d64e6709cdf329ffbcf47a2cdcf684c3ff");
  }

  @Test
  void drawsKnownNumbersForSeed() {
    Tensors initial = Network.dense(List.of(4, 2)).initial(1);

    float[] values = new float[10];
    initial.read(0, values, 10);
    assertThat(values)
        .containsExactly(
            0.30917590856552124f,
            -0.11761176586151123f,
            -0.2863575220108032f,
            0.0011721253395080566f,
            0.09767091274261475f,
            0.06256824731826782f,
            0.035970985889434814f,
            -0.17251336574554443f,
            -0.23766374588012695f,
            -0.3131316900253296f);
  }

  @Test
  void drawsSameBitsOnEveryMachine() throws Exception {
    Tensors initial = Network.of(new ModelSpec.Mlp(List.of(200, 200)), digits()).initial(1);

    assertThat(sha256(initial))
        .isEqualTo("5cce4b043085877fd69aefa3126826c65d3fdccf9e20a80484f46bb80eb66c23");
  }

  @Test
  void staysWithinPyTorchsBoundAndSpreadsOverIt() {
    Tensors initial = Network.dense(List.of(100, 300)).initial(5);

    float[] values = new float[initial.elements()];
    initial.read(0, values, values.length);
    double squares = 0;
    for (float value : values) {
      assertThat(value).isBetween(-0.1f, 0.1f);
      squares += value * value;
    }
    assertThat(squares / values.length).isBetween(0.95 * 0.01 / 3, 1.05 * 0.01 / 3);
  }

  @Test
  void refusesNetworkWithoutOutput() {
    assertThatThrownBy(() -> Network.dense(List.of(3)))
        .hasMessage("widths: [3] (expected: at least an input's and an output's, each > 0)");
  }

  private static String sha256(Tensors tensors) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(4 * tensors.elements()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensors.values());
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }

  private static TaskSpec digits() {
    List<String> labels = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    return new TaskSpec(TaskKind.CLASSIFICATION, List.of(1, 28, 28), labels, "accuracy", null);
  }
}
