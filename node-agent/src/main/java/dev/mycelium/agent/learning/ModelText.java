package dev.mycelium.agent.learning;

import dev.mycelium.wire.InvalidFieldException;
import dev.mycelium.wire.group.ModelSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model that every learner knows, as {@code --model} names it; the inverse of {@link
 * ModelSpec#text()}. A TorchScript file is read by who has an engine.
 */
public final class ModelText {
  private static final String KNOWN =
      "linear, cnn, mlp:W[,W...] with hidden widths as in mlp:200,200, or torchscript:FILE";
  private static final String MLP = "mlp:";

  private ModelText() {}

  /**
   * @throws InvalidFieldException for anything but the models that exist, which it lists
   */
  public static ModelSpec parse(String text) {
    if (text.equals("linear")) {
      return new ModelSpec.Linear();
    }
    if (text.equals("cnn")) {
      return new ModelSpec.Cnn();
    }
    if (text.startsWith(MLP)) {
      return new ModelSpec.Mlp(widths(text));
    }
    throw unknown(text);
  }

  private static List<Integer> widths(String text) {
    try {
      return Stream.of(text.substring(MLP.length()).split(",", -1))
          .map(width -> Integer.valueOf(width.strip()))
          .toList();
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static InvalidFieldException unknown(String text) {
    return InvalidFieldException.of("model", '"' + text + '"', KNOWN);
  }
}
