package dev.mycelium.agent.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** What a file that was written must survive. */
public enum Durability {
  /** Whatever happens to the machine: a file is synced before anybody is told of it. */
  POWER_LOSS {
    @Override
    public void sync(FileChannel file) throws IOException {
      file.force(true);
    }
  },

  /**
   * A kill of the process: enough for an experiment, which can be begun anew if the machine lost
   * its power, and several times as fast.
   */
  KILL {
    @Override
    public void sync(FileChannel file) {}
  };

  /** Does not return before the file's content and metadata survive. */
  public abstract void sync(FileChannel file) throws IOException;
}
