package dev.mycelium.agent.learning.exec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mycelium.agent.learning.Assignment;
import dev.mycelium.agent.learning.Cancellation;
import dev.mycelium.agent.learning.ControlVariates;
import dev.mycelium.agent.learning.DivergedException;
import dev.mycelium.agent.learning.Evaluation;
import dev.mycelium.agent.learning.Learner;
import dev.mycelium.agent.learning.LocalUpdate;
import dev.mycelium.agent.learning.ModelLayout;
import dev.mycelium.agent.learning.Network;
import dev.mycelium.agent.learning.Offer;
import dev.mycelium.agent.learning.Split;
import dev.mycelium.agent.tensor.Payload;
import dev.mycelium.agent.tensor.TensorLayout;
import dev.mycelium.agent.tensor.Tensors;
import dev.mycelium.agent.tensor.file.InvalidTensorFileException;
import dev.mycelium.agent.tensor.file.ModelFile;
import dev.mycelium.wire.group.GroupSpec;
import dev.mycelium.wire.group.ModelSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns by a command of the user's, on data that only the command sees. Whether the same
 * assignment gives the same bits is the command's affair.
 */
public final class ExecLearner implements Learner {
  private final ExecCommand command;
  private final ExecModel about;
  private final ExecOffer offer;
  private final TensorLayout layout;

  private record Learned(
      @JsonProperty("examples") long examples,
      @JsonProperty("train_loss") double trainLoss,
      @JsonProperty("steps") long steps,
      @JsonProperty("did") @Nullable List<String> did) {}

  private record Scored(
      @JsonProperty("metric") double metric,
      @JsonProperty("loss") double loss,
      @JsonProperty("examples") long examples) {}

  /**
   * @param command stays open when the learner is closed
   */
  public ExecLearner(GroupSpec group, ExecOffer offer, ExecCommand command) {
    this.about = new ExecModel(group.task(), group.model());
    this.offer = requireNonNull(offer, "offer");
    this.command = requireNonNull(command, "command");
    this.layout = ModelLayout.of(group.model(), group.task());
  }

  /** What a model of the command's own begins with; not for a model that every learner knows. */
  public static Tensors initial(ExecCommand command, ExecOffer offer, long seed) {
    ModelSpec model = offer.modelSpec();
    TensorLayout layout = ModelLayout.of(model, offer.task());
    try (Workspace files = Workspace.open()) {
      Request request = Request.initial(files, new ExecModel(offer.task(), model), seed);
      command.run(request, files, bytes(layout), Cancellation.never());
      return output(request, layout);
    }
  }

  @Override
  public Offer offer() {
    return new Offer(offer.task(), layout, offer.trainExamples(), offer.holdoutExamples());
  }

  @Override
  public Payload initial(long seed) {
    Tensors drawn =
        about.model() instanceof ModelSpec.Custom
            ? initial(command, offer, seed)
            : Network.of(about.model(), about.task()).initial(seed);
    return Payload.ofModel(drawn);
  }

  @Override
  public LocalUpdate learn(Assignment work, Cancellation stop) {
    Tensors head = parameters(work.head());
    try (Workspace files = Workspace.open()) {
      Extras extras = Extras.of(work);
      Request request = Request.learn(files, about, work, extras);
      write(head, files.head());
      extras.correction().ifPresent(correction -> write(correction, files.correction()));
      command.run(request, files, bytes(layout), stop);
      Learned reply = command.reply(request, Learned.class);
      if (!Double.isFinite(reply.trainLoss())) {
        throw ExecFailedException.of("learn", "train_loss: " + reply.trainLoss(), "a finite loss");
      }
      if (reply.examples() < 1) {
        throw ExecFailedException.of("learn", "examples: " + reply.examples(), "> 0");
      }
      extras.requireDone(reply.did());
      Payload delta = Payload.ofModel(output(request, layout).minus(head));
      LocalUpdate trained =
          new LocalUpdate(delta, reply.examples(), reply.trainLoss(), reply.steps());
      return ControlVariates.of(work).map(each -> each.completed(trained)).orElse(trained);
    }
  }

  @Override
  public Evaluation evaluate(Payload head, Split split) {
    Tensors values = parameters(head);
    try (Workspace files = Workspace.open()) {
      Request request = Request.evaluate(files, about, split.name().toLowerCase(Locale.ROOT));
      write(values, files.head());
      command.run(request, files, 0, Cancellation.never());
      Scored reply = command.reply(request, Scored.class);
      if (!Double.isFinite(reply.loss()) || !Double.isFinite(reply.metric())) {
        throw DivergedException.inEvaluation(reply.loss());
      }
      if (reply.examples() < 1) {
        throw new IllegalArgumentException(split + ": 0 examples (expected: > 0)");
      }
      return new Evaluation(reply.metric(), reply.loss(), reply.examples());
    }
  }

  private Tensors parameters(Payload head) {
    Tensors model = head.model();
    if (!model.layout().equals(layout)) {
      throw new IllegalArgumentException("head: " + model.layout() + " (expected: " + layout + ")");
    }
    return model;
  }

  private static long bytes(TensorLayout layout) {
    return (long) layout.elements() * Float.BYTES + ExecLimits.HEADER_BYTES;
  }

  private static void write(Tensors tensors, String file) {
    try (OutputStream out = Files.newOutputStream(Path.of(file))) {
      new ModelFile(tensors, Map.of()).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("files for the learner command: " + e.getMessage(), e);
    }
  }

  private static Tensors output(Request request, TensorLayout layout) {
    Path file = Path.of(requireNonNull(request.output(), "output"));
    try {
      return ModelFile.readExpecting(file, layout).tensors();
    } catch (InvalidTensorFileException e) {
      throw ExecFailedException.of(
          request.operation(), "output: " + e.getMessage(), "the model's tensors in float32", e);
    } catch (IOException e) {
      throw ExecFailedException.of(
          request.operation(), "no output", "a safetensors file at the path of \"output\"", e);
    }
  }

  /** The command belongs to whoever gave it. */
  @Override
  public void close() {}
}
