package dev.mycelium.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(
    packages = "dev.mycelium.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule CONSTRUCTORS_INJECT =
      fields()
          .should()
          .notBeAnnotatedWith(Autowired.class)
          .because("a constructor says what a class needs; inject there instead");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("tests hold the clock in their hand; ask the injected Clock instead");

  @ArchTest
  static final ArchRule ONE_PLACE_MAKES_THE_CLOCK =
      noClasses()
          .that()
          .doNotHaveSimpleName("ClockConfiguration")
          .should()
          .callMethod(Clock.class, "systemUTC")
          .because("the wall clock jumps; use the steady Clock bean instead");

  @ArchTest
  static final ArchRule NO_UNSEEDED_CHANCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("chance must be seeded; pass a RandomGenerator instead");

  @ArchTest
  static final ArchRule NOBODY_PRINTS =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("the command line prints through picocli and everything else logs");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
      classes()
          .should()
          .haveNameNotMatching(
              ".*(Impl|Manager|Helper|Utils?|Handler|Processor|Data|Info|Dto)(\\$.*)?")
          .because("these suffixes name nothing; use the domain's word instead");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("dev.mycelium.registry.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a reader must be able to start somewhere; turn one side into an event instead");

  @ArchTest
  static final ArchRule CONTROLLERS_ARE_HIDDEN =
      classes()
          .that()
          .areAnnotatedWith(RestController.class)
          .or()
          .areAnnotatedWith(Controller.class)
          .should()
          .bePackagePrivate()
          .because("only HTTP calls a controller; call the module's service instead");

  @ArchTest
  static final ArchRule CONTROLLERS_HOLD_NO_TRANSACTION =
      noClasses()
          .that()
          .areAnnotatedWith(RestController.class)
          .should()
          .beAnnotatedWith(Transactional.class)
          .because("a controller maps HTTP to one call; the service's entry is the transaction");

  @ArchTest
  static final ArchRule ENTITIES_STAY_INSIDE =
      classes()
          .that()
          .areAnnotatedWith(Entity.class)
          .should()
          .bePackagePrivate()
          .because("an entity is a row with rules; hand out a record instead");

  @ArchTest
  static final ArchRule ENTITIES_ARE_NOT_ANSWERED =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .should(returnNoEntity())
          .because("the wire has records of its own; return one of those instead");

  @ArchTest
  static final ArchRule ENTITIES_HAVE_NO_SETTERS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(Entity.class)
          .should()
          .haveNameNotMatching("set[A-Z].*")
          .because("an aggregate guards its transitions; name the transition instead");

  @ArchTest
  static final ArchRule COMMAND_LINE_STAYS_AT_THE_START =
      noClasses()
          .that()
          .resideInAnyPackage("dev.mycelium.registry.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .because("features don't know how they were started; use a settings record instead");

  private static ArchCondition<JavaMethod> returnNoEntity() {
    return new ArchCondition<>("return no entity") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        for (JavaClass type : method.getReturnType().getAllInvolvedRawTypes()) {
          if (type.isAnnotatedWith(Entity.class)) {
            events.add(
                SimpleConditionEvent.violated(method, method.getFullName() + " returns " + type));
          }
        }
      }
    };
  }
}
