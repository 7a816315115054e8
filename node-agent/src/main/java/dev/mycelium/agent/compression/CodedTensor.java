package dev.mycelium.agent.compression;

import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.StoredTensor;
import dev.mycelium.agent.tensor.file.TensorReader;
import java.io.IOException;

/**
 * One tensor of an open file, decoded as it is read; its scales lie in memory. Safe to share
 * between threads.
 */
final class CodedTensor implements TensorReader {
  private final Coding coding;
  private final StoredTensor codes;
  private final float[] scales;
  private final int bucketSize;

  private CodedTensor(Coding coding, TensorSpec spec, StoredTensor codes, float[] scales) {
    this.coding = coding;
    this.codes = codes;
    this.scales = scales;
    this.bucketSize = coding.bucketSize(spec);
  }

  /**
   * @throws InvalidTensorFileException if a scale is out of range
   */
  static CodedTensor of(Coding coding, TensorSpec spec, StoredTensor codes, StoredTensor scales)
      throws IOException {
    float[] read = new float[CodedLayout.buckets(coding, spec)];
    scales.read(0, read, read.length);
    for (float scale : read) {
      if (!coding.isScale(scale)) {
        throw InvalidTensorFileException.of(
            InvalidTensorFileException.printable(scales.declared().name()),
            scale,
            "a finite number, not negative");
      }
    }
    return new CodedTensor(coding, spec, codes, read);
  }

  @Override
  public void read(int from, float[] target, int at, int count) throws IOException {
    float[] block = new float[Math.min(count, TensorValues.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int next = Math.min(block.length, count - done);
      coding.codes(codes, from + done, block, next);
      for (int i = 0; i < next; i++) {
        double scale = scales[(from + done + i) / bucketSize];
        target[at + done + i] = (float) (scale * block[i] / coding.levels());
      }
    }
  }
}
