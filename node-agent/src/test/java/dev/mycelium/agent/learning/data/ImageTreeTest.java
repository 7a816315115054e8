package dev.mycelium.agent.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTreeTest {
  private static final int ORANGE = 0xFF8000;
  private static final int NAVY = 0x000080;

  @TempDir Path folder;

  @Test
  void readsFoldersAsClassesInPlanesOfFractions() throws IOException {
    image("pets/dog/1.png", picture(2, 1, ORANGE, NAVY));
    image("pets/cat/1.PNG", picture(2, 1, NAVY, NAVY));

    Dataset pets = load("images:pets");

    assertThat(pets.name()).isEqualTo("pets");
    assertThat(pets.labels()).containsExactly("cat", "dog");
    assertThat(pets.train().task(pets.labels()).inputShape()).containsExactly(3, 1, 2);
    assertThat(inputs(pets, 1)).containsExactly(1, 0, 128 / 255f, 0, 0, 128 / 255f);
    assertThat(pets.train().strata()).containsExactly(0, 1);
    assertThat(pets.test().size()).isZero();
  }

  @Test
  void readsTrainAndValidationFoldersOfAnArchiveTheSame() throws IOException {
    byte[] dog = png(picture(1, 1, ORANGE));
    byte[] tar =
        new TarArchive()
            .file("./top/val/dog/3.png", dog)
            .file("./top/train/dog/1.png", dog)
            .file("./top/train/cat/._1.png", new byte[3])
            .file("./top/train/cat/1.png", dog)
            .file("./top/readme.txt", new byte[3])
            .finished();
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("pets.tar.gz")))) {
      out.write(tar);
    }

    Dataset pets = load("images:pets.tar.gz");

    assertThat(pets.name()).isEqualTo("pets");
    assertThat(pets.labels()).containsExactly("cat", "dog");
    assertThat(pets.train().strata()).containsExactly(1, 0);
    assertThat(pets.test().strata()).containsExactly(1);
  }

  /** .299 * 255 + .587 * 128 = 151.4; .114 * 128 = 14.6. */
  @Test
  void weighsColoursToGreyAndKeepsStoredGrey() throws IOException {
    image("a/x/1.png", picture(2, 1, ORANGE, NAVY));
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    image("a/y/1.png", grey);

    Dataset dataset = load("images:a?channels=1");

    assertThat(inputs(dataset, 0)).containsExactly(151 / 255f, 15 / 255f);
    assertThat(inputs(dataset, 1)).containsExactly(100 / 255f, 0);
  }

  @Test
  void scalesByAreaAndNeedsToBeTold() throws IOException {
    image("a/x/1.png", picture(2, 2, 0, 0x040404, 0x080808, 0x0C0C0C));
    image("a/y/1.png", picture(1, 1, ORANGE));

    assertThat(inputs(load("images:a?size=1x1&channels=1"), 0)).containsExactly(6 / 255f);
    assertThat(inputs(load("images:a?size=2x3&channels=1"), 1)).containsOnly(151 / 255f);
    assertThatThrownBy(() -> load("images:a"))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageContaining(
            "size of \"y/1.png\": 1x1 (expected: 2x2 as \"x/1.png\"; size=HEIGHTxWIDTH");
  }

  @Test
  void takesTheFirstOfEachClassOnly() throws IOException {
    for (int i = 0; i < 6; i++) {
      image("a/" + (i % 2) + "/" + i + ".png", picture(1, 1, i));
    }

    assertThat(load("images:a?limit=2").train().strata()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void leavesOutADamagedImageButNotMany() throws IOException {
    image("a/x/1.png", picture(1, 1, 0));
    image("a/y/1.png", picture(1, 1, 0));
    Files.write(folder.resolve("a/y/2.jpg"), new byte[50]);

    assertThat(load("images:a").notes())
        .containsExactly(
            "1 of 3 images cannot be read and are left out, the first \"y/2.jpg\": neither JPEG nor"
                + " PNG");
    Files.write(folder.resolve("a/y/3.jpg"), new byte[50]);
    assertThatThrownBy(() -> load("images:a"))
        .hasMessageContaining("image \"y/3.jpg\": neither JPEG nor PNG");
  }

  /** A header of 60,000 x 60,000 pixels: 14 GB if anybody believed it. */
  @Test
  void leavesOutAPictureThatUnpacksToGigabytes() throws IOException {
    byte[] bomb = png(picture(1, 1, 0));
    for (int at : new int[] {18, 22}) {
      bomb[at] = (byte) (60_000 >> 8);
      bomb[at + 1] = (byte) 60_000;
    }
    image("a/x/1.png", picture(1, 1, 0));
    image("a/y/0.png", picture(1, 1, 0));
    Files.write(folder.resolve("a/y/1.png"), bomb);

    assertThat(load("images:a").notes())
        .singleElement()
        .asString()
        .contains("3600000000 pixels (expected: at most");
  }

  @Test
  void leavesOutAnImageFileLargerThanAny() throws IOException {
    byte[] tar =
        new TarArchive()
            .file("x/1.png", png(picture(1, 1, 0)))
            .file("y/1.png", png(picture(1, 1, 0)))
            .file("y/2.png", new byte[65 << 20])
            .finished();
    Files.write(folder.resolve("a.tar"), tar);

    assertThat(load("images:a.tar").notes())
        .singleElement()
        .asString()
        .endsWith("\"y/2.png\": more than 64 MiB (expected: at most 64 MiB)");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.createDirectories(folder.resolve("a/x"));
    assertThatThrownBy(() -> load("images:a")).hasMessageContaining("images: 0 (expected: CLASS/");
    image("a/x/1.png", picture(1, 1, 0));
    assertThatThrownBy(() -> load("images:a")).hasMessageContaining("classes: [x] (expected: at");
    image("a/1.png", picture(1, 1, 0));
    assertThatThrownBy(() -> load("images:a"))
        .hasMessageContaining("image \"1.png\": in no class folder (expected: CLASS/FILE)");
    assertThatThrownBy(() -> load("images:nowhere.tar")).hasMessageContaining("file: missing");
  }

  @Test
  void takesTheLabelsOfOtherDataForValidation() throws IOException {
    image("a/x/1.png", picture(1, 1, 0));
    image("a/y/1.png", picture(1, 1, 0));
    image("b/test/y/1.png", picture(1, 1, 0));
    Dataset train = load("images:a");

    Dataset validation =
        new Datasets(folder, folder)
            .load(DataSpec.parse("images:b"), train.train().task(train.labels()));

    assertThat(validation.labels()).isEqualTo(List.of("x", "y"));
    assertThat(validation.train().strata()).containsExactly(1);
  }

  @Test
  void refusesMorePicturesThanFitInMemory() throws IOException {
    image("a/x/1.png", picture(1, 1, 0));
    image("a/y/1.png", picture(1, 1, 0));
    Datasets small = new Datasets(folder, folder, new MemoryBudget(20));

    assertThatThrownBy(() -> small.load(DataSpec.parse("images:a")))
        .isInstanceOf(UnreadableDatasetException.class)
        .hasMessageEndingWith(
            "images: 2 (expected: at most 1 in this heap; limit= takes fewer of each class,"
                + " size= smaller, MYCELIUM_JAVA_OPTIONS=-Xmx8g gives more)");
  }

  private Dataset load(String text) {
    return new Datasets(folder, folder).load(DataSpec.parse(text));
  }

  private void image(String name, BufferedImage picture) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, png(picture));
  }

  private static BufferedImage picture(int width, int height, int... colours) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, colours, 0, width);
    return picture;
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  private static float[] inputs(Dataset dataset, int index) {
    Examples examples = (Examples) dataset.train();
    float[] inputs = new float[examples.inputs()];
    examples.copyInputs(index, inputs, 0);
    return inputs;
  }
}
