package dev.mycelium;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

@AnalyzeClasses(packages = "dev.mycelium", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule LITTLE_IS_NEEDED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "dev.mycelium..", "org.jspecify..", "com.fasterxml.jackson.annotation..")
          .because("registry, agent and any later peer share this; bring no library with it");

  @ArchTest
  static final ArchRule RULES_ARE_PURE =
      noClasses()
          .that()
          .resideInAPackage("dev.mycelium.rules..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Random.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .because("a law is a function of its arguments; pass time and chance in instead");

  @ArchTest
  static final ArchRule RULES_ARE_VALUES =
      classes()
          .that()
          .resideInAPackage("dev.mycelium.rules..")
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .beRecords()
          .because("a transition answers with a new value; return one instead of changing a field");

  @ArchTest
  static final ArchRule THE_WIRE_KNOWS_NO_RULES =
      noClasses()
          .that()
          .resideInAPackage("dev.mycelium.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.mycelium.rules..")
          .because("peers of another make share the wire only; put the rule beside its caller");

  @ArchTest
  static final ArchRule NOTHING_CHANGES =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotAssignableTo(Throwable.class)
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .haveOnlyFinalFields()
          .andShould()
          .haveModifier(JavaModifier.FINAL)
          .orShould()
          .beEnums()
          .orShould()
          .beInterfaces()
          .because("values are shared between threads; make a new one instead");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("dev.mycelium.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a reader must be able to start somewhere; move the shared type down instead");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
      classes()
          .should()
          .haveNameNotMatching(
              ".*(Impl|Manager|Helper|Utils?|Handler|Processor|Data|Info|Dto)(\\$.*)?")
          .because("these suffixes name nothing; use the domain's word instead");
}
