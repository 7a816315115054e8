package dev.mycelium.agent.tensor.file;

import java.io.IOException;

/** Values of a payload that write themselves block by block. */
@FunctionalInterface
public interface PayloadContent {

  void writeTo(TensorFileWriter out) throws IOException;
}
