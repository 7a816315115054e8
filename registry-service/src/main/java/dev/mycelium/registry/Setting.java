package dev.mycelium.registry;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * A value that an operator may change: a component of one of the configuration records.
 *
 * @param owner the record
 * @param component its name there, as {@code afterFailure}
 * @param parameter of the record's constructor, which carries the default and the bounds
 */
record Setting(Class<?> owner, String component, Parameter parameter) {

  /** Those of all configuration records below this package, by name. */
  static List<Setting> all() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scan.findCandidateComponents(Setting.class.getPackageName()).stream()
        .map(found -> String.valueOf(found.getBeanClassName()))
        .flatMap(name -> of(ClassUtils.resolveClassName(name, null)))
        .sorted(Comparator.comparing(Setting::name))
        .toList();
  }

  private static Stream<Setting> of(Class<?> owner) {
    RecordComponent[] components = owner.getRecordComponents();
    Parameter[] parameters = owner.getDeclaredConstructors()[0].getParameters();
    return IntStream.range(0, components.length)
        .mapToObj(i -> new Setting(owner, components[i].getName(), parameters[i]));
  }

  /** As {@code node.dial-back.after-failure}. */
  String name() {
    String words = component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return owner.getAnnotation(ConfigurationProperties.class).value() + "." + words;
  }

  /** The variable of the environment that sets it, as {@code NODE_DIALBACK_AFTERFAILURE}. */
  String variable() {
    return variable(name());
  }

  static String variable(String name) {
    return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  String standard() {
    return String.join(",", parameter.getAnnotation(DefaultValue.class).value());
  }

  /** What may stand in its place, as {@code 50ms to 10s}. */
  String expected() {
    if (parameter.getType() == boolean.class) {
      return "true or false";
    }
    String least =
        bound(Min.class, min -> String.valueOf(min.value()))
            .or(() -> bound(DurationMin.class, Setting::text))
            .orElseThrow();
    return bound(Max.class, max -> String.valueOf(max.value()))
        .or(() -> bound(DurationMax.class, Setting::text))
        .map(most -> least + " to " + most)
        .orElse("at least " + least);
  }

  private <A extends Annotation> Optional<String> bound(Class<A> kind, Function<A, String> text) {
    return Optional.ofNullable(parameter.getAnnotation(kind)).map(text);
  }

  private static String text(DurationMin least) {
    return text(
        Duration.ofDays(least.days())
            .plusHours(least.hours())
            .plusMinutes(least.minutes())
            .plusSeconds(least.seconds())
            .plusMillis(least.millis()));
  }

  private static String text(DurationMax most) {
    return text(
        Duration.ofDays(most.days())
            .plusHours(most.hours())
            .plusMinutes(most.minutes())
            .plusSeconds(most.seconds())
            .plusMillis(most.millis()));
  }

  /** As Spring reads it, in the largest unit that leaves nothing over; one day is 24 hours. */
  private static String text(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() != 0) {
      return duration.toMinutes() + "m";
    }
    boolean days = duration.toHoursPart() == 0 && duration.toDays() > 1;
    return days ? duration.toDays() + "d" : duration.toHours() + "h";
  }
}
