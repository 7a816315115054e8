package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsOutADisjointFractionAndKeepsTheRest(long seed) {
    Dataset dataset = numbered(101);

    HoldoutSplit split = dataset.split(0.2, seed);

    assertThat(split.holdout().size()).isEqualTo(20);
    assertThat(split.train().size()).isEqualTo(81);
    assertThat(IntStream.concat(numbers(split.train()), numbers(split.holdout())).sorted())
        .as("seed %d", seed)
        .containsExactlyElementsOf(IntStream.range(0, 101).boxed().toList());
  }

  @Test
  void splitsByTheSeedOnly() {
    Dataset dataset = numbered(100);

    int[] once = numbers(dataset.split(0.2, 1).holdout()).toArray();

    assertThat(numbers(dataset.split(0.2, 1).holdout()).toArray()).isEqualTo(once);
    assertThat(numbers(dataset.split(0.2, 2).holdout()).toArray()).isNotEqualTo(once);
  }

  @Test
  void leavesAtLeastOneExampleOnEachSide() {
    assertThat(numbered(3).split(0.01, 1).holdout().size()).isEqualTo(1);
    assertThat(numbered(3).split(0.99, 1).train().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void refusesFractionsThatLeaveNothing(double holdout) {
    assertThatThrownBy(() -> numbered(10).split(holdout, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("holdout: " + holdout + " (expected: between 0 and 1, both excluded)");
  }

  @Test
  void refusesToSplitASingleExample() {
    assertThatThrownBy(() -> numbered(1).split(0.5, 1))
        .hasMessage(
            "train examples: 1 (expected: at least 2, one to train on and one to hold out)");
  }

  @Test
  void copiesGreysAsFractionsOfWhite() {
    float[] target = new float[3];

    ((Examples) numbered(256).train()).copyInputs(51, target, 1);

    assertThat(target).containsExactly(0, 0.2f, 0);
  }

  @Test
  void dealsOutTheTrainingPartOnly() {
    Dataset dataset = numbered(100);

    Dataset part = dataset.part(new Partition.Iid(), new Shard(1, 4), 1);

    assertThat(part.train().size()).isEqualTo(25);
    assertThat(part.test()).isSameAs(dataset.test());
    assertThat(part.labels()).isEqualTo(dataset.labels());
    assertThat(dataset.part(new Partition.Iid(), Shard.WHOLE, 1)).isEqualTo(dataset);
  }

  @Test
  void keepsLabelsWithTheirImagesThroughPartsAndCopies() {
    Dataset part = numbered(200).part(new Partition.LabelShards(2), new Shard(2, 5), 3);

    for (RawExamples examples : List.of(part.train(), part.compacted().train())) {
      int[] expected = numbers(examples).map(number -> number % 10).toArray();
      assertThat(examples.strata()).isEqualTo(expected);
    }
    assertThat(numbers(part.compacted().train()).toArray())
        .isEqualTo(numbers(part.train()).toArray());
  }

  /** Images of one pixel whose grey is their number, and whose label is its last digit. */
  private static Dataset numbered(int count) {
    byte[] pixels = new byte[count];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) i;
      labels[i] = (byte) (i % 10);
    }
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    ImageExamples train = ImageExamples.all(new Images(1, 1, pixels, labels));
    ImageExamples test = ImageExamples.all(new Images(1, 1, new byte[1], new byte[1]));
    return new Dataset("numbers", names, new Arrangement.Unordered(), train, test, List.of());
  }

  private static IntStream numbers(RawExamples images) {
    Examples examples = (ImageExamples) images;
    float[] input = new float[1];
    int[] numbers = new int[examples.size()];
    Arrays.setAll(
        numbers,
        i -> {
          examples.copyInputs(i, input, 0);
          return Math.round(input[0] * 255);
        });
    return IntStream.of(numbers);
  }
}
