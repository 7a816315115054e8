package dev.mycelium.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.validation.FieldError;
import picocli.CommandLine.Option;

/** The settings that an operator names on the command line, or in the environment. */
final class ChosenSettings {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = {
        "A setting of docs/registry-configuration.md, as access.in-progress=512; may be given again.",
        "It wins over its variable, as ACCESS_INPROGRESS"
      })
  private Map<String, String> chosen = new LinkedHashMap<>();

  /** Fails with a sentence about a name that no setting has. */
  void check() {
    if (chosen.isEmpty()) {
      return;
    }
    List<String> names = Setting.all().stream().map(Setting::name).toList();
    for (String name : chosen.keySet()) {
      if (!names.contains(name)) {
        throw StartException.of(
            ExitCode.USAGE,
            "--set: %s (expected: one of %s).".formatted(name, String.join(", ", names)));
      }
    }
  }

  /** As Spring's own command line has them. */
  List<String> arguments() {
    return chosen.entrySet().stream()
        .map(one -> "--" + one.getKey() + "=" + one.getValue())
        .toList();
  }

  /** What to say if {@code failure} is about a value that a setting cannot have. */
  static Optional<StartException> refusal(Throwable failure) {
    BindValidationException outOfRange = cause(failure, BindValidationException.class);
    BindException unreadable = cause(failure, BindException.class);
    ConfigurationProperty wrong = null;
    if (outOfRange != null) {
      wrong = wrong(outOfRange.getValidationErrors());
    } else if (unreadable != null) {
      wrong = unreadable.getProperty();
    }
    return Optional.ofNullable(wrong).flatMap(ChosenSettings::refusal);
  }

  private static Optional<StartException> refusal(ConfigurationProperty wrong) {
    return Setting.all().stream()
        .filter(setting -> ConfigurationPropertyName.of(setting.name()).equals(wrong.getName()))
        .map(
            setting ->
                StartException.of(
                    ExitCode.USAGE,
                    "%s: %s (expected: %s). It comes from --set, or from %s in the environment."
                        .formatted(
                            setting.name(),
                            wrong.getValue(),
                            setting.expected(),
                            setting.variable())))
        .findFirst();
  }

  private static @Nullable ConfigurationProperty wrong(ValidationErrors errors) {
    for (Object error : errors) {
      if (error instanceof FieldError field) {
        ConfigurationPropertyName name =
            errors.getName().append(field.getField().toLowerCase(Locale.ROOT));
        for (ConfigurationProperty bound : errors.getBoundProperties()) {
          if (bound.getName().equals(name)) {
            return bound;
          }
        }
      }
    }
    return null;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }
}
