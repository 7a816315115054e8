package dev.mycelium.agent.round;

import dev.mycelium.wire.node.NodeId;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileHeadsTest extends HeadsContract {
  @TempDir Path folder;
  private FileHeads heads;

  @BeforeEach
  void open() {
    heads = new FileHeads(folder.resolve("heads"));
  }

  @Override
  protected Heads heads() {
    return heads;
  }

  @Override
  protected long grant(NodeId node) {
    return heads.grant(node);
  }
}
