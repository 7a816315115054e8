package dev.mycelium.agent.cli;

import dev.mycelium.wire.group.GroupView;
import dev.mycelium.wire.round.BestHead;
import dev.mycelium.wire.round.Head;
import dev.mycelium.wire.round.Sha256;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which of a group's heads somebody asks for. */
enum HeadChoice {
  /** The newest one. */
  LATEST("latest"),
  /** The one that members found best. */
  BEST("best"),
  /** The one with which the group rests. */
  FINAL("final");

  private final String text;

  HeadChoice(String text) {
    this.text = text;
  }

  static final class Converter implements ITypeConverter<HeadChoice> {
    @Override
    public HeadChoice convert(String text) {
      for (HeadChoice choice : values()) {
        if (choice.text.equals(text)) {
          return choice;
        }
      }
      throw new TypeConversionException("'" + text + "' (expected: latest, best or final)");
    }
  }

  /** A head by name. */
  record Chosen(long version, Sha256 sha) {
    private static Chosen of(Head head) {
      return new Chosen(head.version(), head.sha());
    }

    private static Chosen of(BestHead head) {
      return new Chosen(head.version(), head.sha());
    }
  }

  /** The head of {@code group} that is meant; empty if it has none such. */
  Optional<Chosen> of(GroupView group) {
    return switch (this) {
      case LATEST -> Optional.ofNullable(group.head()).map(Chosen::of);
      case BEST -> Optional.ofNullable(group.best()).map(Chosen::of);
      case FINAL -> Optional.ofNullable(group.finalHead()).map(Chosen::of);
    };
  }

  /** What a group without such a head lacks. */
  String absence() {
    return switch (this) {
      case LATEST -> "has no model yet (expected: one; it comes with the first coordinator)";
      case BEST -> "has no best model (expected: one that a member scored)";
      case FINAL ->
          "has no final model (expected: a group that rests, after --num-rounds or early)";
    };
  }
}
