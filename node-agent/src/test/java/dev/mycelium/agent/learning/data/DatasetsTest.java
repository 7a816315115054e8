package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final List<String> TEN_DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  @TempDir Path directory;

  @Test
  void loadsDigitsAndSaysWhatTheyAre() {
    Dataset digits = load("synthetic:digits?train=300&test=30");

    assertThat(digits.name()).isEqualTo("digits");
    assertThat(digits.train().task(TEN_DIGITS).inputShape()).containsExactly(1, 28, 28);
    assertThat(digits.labels()).isEqualTo(TEN_DIGITS);
    assertThat(digits.train().size()).isEqualTo(300);
    assertThat(((Examples) digits.train()).inputs()).isEqualTo(784);
    assertThat(digits.test().size()).isEqualTo(30);
  }

  @Test
  void knowsTheLabelsOfTheWholeDataSetInEveryPart() {
    Dataset part = load("synthetic:digits?train=300&test=30&partition=shards:1&shard=0/10");

    assertThat(part.train().size()).isEqualTo(30);
    assertThat(IntStream.of(part.train().strata()).distinct().count()).isLessThanOrEqualTo(3);
    assertThat(part.labels()).isEqualTo(TEN_DIGITS);
    assertThat(part.test().size()).isEqualTo(30);
  }

  @Test
  void partitionsAlikeWithAndWithoutRotation() {
    String text = "synthetic:digits?train=300&test=30&partition=dirichlet:1&shard=1/3";

    Dataset upright = load(text);
    Dataset turned = load(text + "&rotate=90");

    assertThat(turned.train().strata()).isEqualTo(upright.train().strata());
    assertThat(inputs(turned.train())).isEqualTo(inputs(upright.rotated(90).train()));
    assertThat(inputs(turned.test())).isEqualTo(inputs(upright.rotated(90).test()));
    assertThat(inputs(turned.train())).isNotEqualTo(inputs(upright.train()));
  }

  @Test
  void refusesMoreDigitsThanFitInMemoryBeforeItDrawsAny() {
    Datasets small = new Datasets(directory, directory, new MemoryBudget(100 * 785));

    assertThatThrownBy(
            () -> small.load(DataSpec.parse("synthetic:digits?train=1000000&test=1000000")))
        .isInstanceOf(DataSpecException.class)
        .hasMessageEndingWith(
            "train and test: 2000000 (expected: at most 100 in this heap;"
                + " MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  @Test
  void findsIdxDirectoriesFromTheWorkingDirectory() throws Exception {
    Path ward = Files.createDirectories(directory.resolve("elsewhere/ward"));
    IdxSet.write(
        ward, IdxSet.TRAIN, DigitsGenerator.generate(new DataSource.Digits(40, 1, 1)).train());
    Files.createDirectories(directory.resolve("here"));

    Dataset dataset =
        new Datasets(directory.resolve("here"), directory)
            .load(DataSpec.parse("idx:../elsewhere/ward"));

    assertThat(dataset.name()).isEqualTo("ward");
    assertThat(dataset.train().size()).isEqualTo(40);
    assertThat(dataset.test().size()).isZero();
  }

  @Test
  void namesTheDirectoryThatHasNoData() {
    assertThatThrownBy(() -> load("idx:nowhere"))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessage(
            directory.resolve("nowhere")
                + ": train images: missing (expected: train-images-idx3-ubyte[.gz])");
  }

  @Test
  void showsThatTheCacheWasRepaired() throws Exception {
    Files.createDirectories(directory.resolve("cache/digits-v1-seed1-300-30"));

    Dataset digits = load("synthetic:digits?train=300&test=30");

    assertThat(digits.notes()).singleElement().asString().startsWith("damaged cache ");
  }

  private Dataset load(String text) {
    return new Datasets(directory, directory.resolve("cache")).load(DataSpec.parse(text));
  }

  private static float[] inputs(RawExamples images) {
    Examples examples = (ImageExamples) images;
    float[] inputs = new float[examples.size() * examples.inputs()];
    for (int i = 0; i < examples.size(); i++) {
      examples.copyInputs(i, inputs, i * examples.inputs());
    }
    return inputs;
  }
}
