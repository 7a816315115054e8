package dev.mycelium.agent.compression;

import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.PayloadLayout;
import dev.mycelium.agent.tensor.TensorSpec;
import dev.mycelium.agent.tensor.TensorValues;
import dev.mycelium.agent.tensor.file.PayloadFile;
import dev.mycelium.agent.tensor.file.TensorFileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes an update as a {@link CodedLayout} has it, block by block. */
final class UpdateWriter {
  static final int BLOCK = TensorValues.BLOCK;

  private final Coding coding;
  private final Payload update;

  UpdateWriter(Coding coding, Payload update) {
    this.coding = coding;
    this.update = update;
  }

  void writeTo(OutputStream out, long seed) throws IOException {
    PayloadLayout layout = update.layout();
    TensorFileWriter writer =
        TensorFileWriter.begin(
            out,
            List.copyOf(CodedLayout.of(coding, layout).tensors().values()),
            PayloadFile.METADATA);
    for (String section : layout.sections().keySet()) {
      if (section.equals(Payload.MODEL)) {
        writeCoded(writer, coding.encoder(seed));
      } else {
        writePlain(update.section(section), writer);
      }
    }
    writer.finish();
  }

  private static void writePlain(TensorValues values, TensorFileWriter out) throws IOException {
    float[] block = new float[BLOCK];
    for (long from = 0; from < values.elements(); from += BLOCK) {
      int count = (int) Math.min(BLOCK, values.elements() - from);
      values.read((int) from, block, count);
      out.write(block, count);
    }
  }

  /** Of each tensor the scales of its buckets, then its codes. */
  private void writeCoded(TensorFileWriter out, Coding.Encoder encoder) throws IOException {
    for (TensorSpec tensor : update.model().layout().specs()) {
      float[] scales = scales(tensor);
      out.write(scales, scales.length);
      float[] block = new float[BLOCK];
      for (int b = 0; b < scales.length; b++) {
        for (Block next = first(tensor, b); next.count() > 0; next = next.after()) {
          update.model().read(next.from(), block, next.count());
          encoder.write(block, next.count(), scales[b], out);
        }
      }
    }
  }

  private float[] scales(TensorSpec tensor) {
    float[] scales = new float[CodedLayout.buckets(coding, tensor)];
    float[] block = new float[BLOCK];
    for (int b = 0; b < scales.length; b++) {
      double measured = 0;
      for (Block next = first(tensor, b); next.count() > 0; next = next.after()) {
        update.model().read(next.from(), block, next.count());
        measured = coding.measured(measured, block, next.count());
      }
      scales[b] = coding.scale(measured);
    }
    return scales;
  }

  private Block first(TensorSpec tensor, int bucket) {
    int begin = update.model().layout().offset(tensor.name());
    long from = begin + (long) bucket * coding.bucketSize(tensor);
    long end = Math.min(from + coding.bucketSize(tensor), (long) begin + tensor.elements());
    return Block.of(from, end);
  }

  /** Part of a bucket that is worked on at once; none after the last. */
  private record Block(int from, int count, long end) {
    static Block of(long from, long end) {
      return new Block((int) from, (int) Math.min(BLOCK, end - from), end);
    }

    Block after() {
      return of((long) from + count, end);
    }
  }
}
