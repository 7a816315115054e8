package dev.mycelium.agent.cli;

import static java.util.Objects.requireNonNull;

import dev.mycelium.agent.directory.RegistryRefusedException;
import dev.mycelium.agent.directory.RegistryUnavailableException;
import dev.mycelium.agent.identity.UnusableKeyFileException;
import dev.mycelium.agent.learning.data.DataSpecException;
import dev.mycelium.agent.learning.data.UnreadableDatasetException;
import dev.mycelium.agent.learning.djl.InvalidTorchScriptException;
import dev.mycelium.agent.learning.djl.NoEngineException;
import dev.mycelium.agent.learning.djl.NoGpuException;
import dev.mycelium.agent.learning.exec.ExecFailedException;
import dev.mycelium.agent.node.UnusableGroupException;
import dev.mycelium.agent.outbound.UnusableCertificatesException;
import dev.mycelium.agent.transport.AddressInUseException;
import dev.mycelium.wire.InvalidFieldException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one sentence why a command failed, and gives each cause its exit code. */
final class Failures implements IExecutionExceptionHandler {
  private static final Map<Class<? extends RuntimeException>, ExitCode> CODES = codes();

  private static Map<Class<? extends RuntimeException>, ExitCode> codes() {
    Map<Class<? extends RuntimeException>, ExitCode> codes = new LinkedHashMap<>();
    codes.put(RegistryUnavailableException.class, ExitCode.REGISTRY_UNREACHABLE);
    codes.put(RegistryRefusedException.class, ExitCode.REGISTRY_REFUSED);
    codes.put(DataSpecException.class, ExitCode.DATA_INVALID);
    codes.put(UnreadableDatasetException.class, ExitCode.DATA_INVALID);
    codes.put(NoGpuException.class, ExitCode.NO_GPU);
    codes.put(NoEngineException.class, ExitCode.ENGINE_UNUSABLE);
    codes.put(UnusableKeyFileException.class, ExitCode.STATE_DIRECTORY_UNUSABLE);
    codes.put(AddressInUseException.class, ExitCode.ADDRESS_IN_USE);
    codes.put(ExecFailedException.class, ExitCode.LEARNER_FAILED);
    codes.put(UnusableCertificatesException.class, ExitCode.USAGE);
    codes.put(UnusableGroupException.class, ExitCode.GROUP_UNUSABLE);
    codes.put(InvalidFieldException.class, ExitCode.MODEL_INVALID);
    codes.put(InvalidTorchScriptException.class, ExitCode.MODEL_INVALID);
    return codes;
  }

  private final Settings settings;

  Failures(Settings settings) {
    this.settings = requireNonNull(settings, "settings");
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    ExitCode code = code(failure);
    command.getErr().println("mycelium: " + settings.located(sentence(failure, parsed), parsed));
    if (code == ExitCode.INTERNAL) {
      Logger log = LoggerFactory.getLogger(Failures.class);
      log.error("command failed", failure);
    }
    return code.number();
  }

  private static ExitCode code(Exception failure) {
    return failure instanceof CommandFailedException failed
        ? failed.code()
        : CODES.getOrDefault(failure.getClass(), ExitCode.INTERNAL);
  }

  private static String sentence(Exception failure, ParseResult parsed) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return failure instanceof InvalidFieldException
        ? SpecFields.named(message, SettledExecution.last(parsed).commandSpec())
        : message;
  }
}
