package dev.mycelium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Images in idx files, 10x10, in which row k is bright for class k, beside noise. */
final class SomeDigits {
  private static final int SIDE = 10;

  private SomeDigits() {}

  static void write(Path folder, int count) {
    SplittableRandom random = new SplittableRandom(4);
    ByteBuffer images = ByteBuffer.allocate(16 + SIDE * SIDE * count);
    images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(10);
      labels.put((byte) label);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        int noise = random.nextInt(60);
        images.put((byte) (pixel / SIDE == label ? 190 + noise : noise));
      }
    }
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("train-images-idx3-ubyte"), images.array());
      Files.write(folder.resolve("train-labels-idx1-ubyte"), labels.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
