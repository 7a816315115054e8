package dev.mycelium.agent.cli;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.GroupId;
import dev.mycelium.wire.group.Invitation;
import dev.mycelium.wire.group.InvitationRequest;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code mycelium groups invite}. */
@Command(
    name = "invite",
    description = {
      "Make a further code for an invite-only group.",
      "It takes a code that is good without limit, such as the one that `groups create` told."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Examples:", "  MYCELIUM_INVITATION=... mycelium groups invite ID --uses 1"})
final class GroupsInviteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Parameters(index = "0", paramLabel = "GROUP", description = "The group's id.")
  private String group;

  @Option(
      names = GroupOptions.INVITATION,
      required = true,
      paramLabel = "CODE",
      description = "A code of the group without limit; better in MYCELIUM_INVITATION.")
  private String invitation;

  @Option(
      names = "--uses",
      paramLabel = "N",
      description = "Nodes for which the new code is good (default: any number).")
  private @Nullable Integer uses;

  @Option(names = "--json", description = "The code as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  GroupsInviteCommand() {}

  @Override
  public Integer call() {
    Invitation made = registry.directory().invite(new GroupId(group), request());
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? JsonMapper.shared().writeValueAsString(made) : made.invitation());
    out.flush();
    return ExitCode.OK.number();
  }

  private InvitationRequest request() {
    try {
      return new InvitationRequest(GroupOptions.requireCode(invitation), uses);
    } catch (InvalidFieldException e) {
      throw new CommandFailedException(ExitCode.USAGE, "--" + e.getMessage(), e);
    }
  }
}
