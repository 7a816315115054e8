package dev.mycelium.agent.cli;

import dev.mycelium.wire.WireVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class ReleaseVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String release = Mycelium.class.getPackage().getImplementationVersion();
    return new String[] {
      "mycelium " + (release == null ? "(unpackaged)" : release),
      "wire version " + WireVersion.CURRENT,
      "Java " + Runtime.version()
    };
  }
}
