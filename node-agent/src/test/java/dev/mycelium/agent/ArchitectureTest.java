package dev.mycelium.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The package table of the design, and what no package may do. */
@AnalyzeClasses(
    packages = "dev.mycelium.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String AGENT = "dev.mycelium.agent.";

  @ArchTest
  static final ArchRule tensorStandsAlone =
      only("tensor").because("do algebra only: whoever needs I/O reads in tensor.file");

  @ArchTest
  static final ArchRule tensorFileKnowsTensorsAndBlobs =
      only("tensor.file", "tensor", "blob")
          .because("read and write bytes only: what they mean is said by the caller");

  @ArchTest
  static final ArchRule aggregationKnowsTensorsOnly =
      only("aggregation", "tensor").because("take updates as payloads, wherever they come from");

  @ArchTest
  static final ArchRule compressionKnowsTensorsAndTheirFiles =
      only("compression", "tensor", "tensor.file", "blob")
          .because("code numbers; whose they are and what becomes of them is the round's business");

  @ArchTest
  static final ArchRule learningKnowsTensorsAndExamples =
      only("learning", "tensor", "learning.data")
          .because("keep engines and loaders behind Learner and Examples");

  @ArchTest
  static final ArchRule dataKnowsNoEngine =
      only("learning.data").because("give examples as plain arrays");

  @ArchTest
  static final ArchRule engineKnowsLearningOnly =
      only("learning.djl", "learning", "tensor", "learning.data")
          .because("implement Learner; rounds and groups are not an engine's business");

  @ArchTest
  static final ArchRule commandsKnowLearningOnly =
      only("learning.exec", "learning", "tensor", "tensor.file")
          .because("implement Learner by files; the command has the data and the engine");

  @ArchTest
  static final ArchRule blobsStandAlone =
      only("blob").because("keep bytes by hash: let the caller know what they are");

  @ArchTest
  static final ArchRule roundKnowsNoTransport =
      only("round", "aggregation", "compression", "learning", "tensor", "tensor.file", "blob")
          .because("ask a Coordination or Heads port; HTTP is wired from outside");

  @ArchTest
  static final ArchRule transportServesRounds =
      only("transport", "round", "blob", "outbound")
          .because("carry bytes and records; decide nothing");

  @ArchTest
  static final ArchRule directoryStandsAlone =
      only("directory", "outbound").because("speak wire records to the registry and nothing else");

  @ArchTest
  static final ArchRule migrationStandsAlone =
      only("migration", "learning", "tensor", "blob", "directory")
          .because("decide from a view; the node carries the decision out");

  @ArchTest
  static final ArchRule simulationRunsRealRounds =
      only(
              "simulation",
              "round",
              "aggregation",
              "learning",
              "learning.data",
              "tensor",
              "tensor.file",
              "blob")
          .because("run the production's rounds; what runs in them comes from outside");

  @ArchTest
  static final ArchRule worldRunsRealAgents =
      only(
              "simulation.world",
              "node",
              "directory",
              "transport",
              "outbound",
              "migration",
              "round",
              "aggregation",
              "learning",
              "tensor",
              "tensor.file",
              "blob")
          .because("run the production's agents; only time, ways and the registry are its own");

  @ArchTest
  static final ArchRule identityStandsAlone =
      only("identity").because("hand out an id and a key; who uses them is not its business");

  @ArchTest
  static final ArchRule nothingUsesTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(AGENT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(AGENT + "cli..")
          .because("tell a listener; the command line decides what a person sees");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices()
          .matching(AGENT + "(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage(AGENT + "cli.."), resideInAPackage(AGENT + "cli.."))
          .because("move what both need into the lower package, or turn the call into a listener");

  @ArchTest
  static final ArchRule onlyOnePackageKnowsDjl =
      noClasses()
          .that()
          .resideOutsideOfPackage(AGENT + "learning.djl")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..")
          .because("copy to Tensors at the edge of learning.djl and throw its own exceptions");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage(AGENT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .because("take plain values; options are parsed in cli");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage(AGENT + "cli..")
          .should(ACCESS_STANDARD_STREAMS)
          .because("log, or tell a listener");

  @ArchTest
  static final ArchRule purePackagesKnowNoClockLoggerOrDisk =
      noClasses()
          .that(
              resideInAnyPackage(AGENT + "tensor", AGENT + "aggregation", AGENT + "learning")
                  .or(resideInAPackage(AGENT + "migration")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.slf4j..", "java.io..", "java.nio.file..", "java.net..")
                  .and(DescribedPredicate.not(isOneOf("java.io.Serializable")))
                  .or(isOneOf("java.time.Clock", "java.nio.channels.FileChannel")))
          .because("the same input must give the same output: pass what was read, or the time, in");

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.LocalDateTime.class, "now")
          .because("take a Clock, so that a test can move it");

  @ArchTest
  static final ArchRule chanceComesFromAGenerator =
      noClasses()
          .should()
          .dependOnClassesThat(
              isOneOf("java.util.Random", "java.util.concurrent.ThreadLocalRandom"))
          .orShould()
          .callMethod(Math.class, "random")
          .because("take a RandomGenerator, so that a run can be repeated");

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .because("await a condition with a deadline, which a change or a stop ends at once");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      noFields()
          .should()
          .beAnnotatedWith("jakarta.inject.Inject")
          .orShould()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .because("take it in the constructor; the composition root wires by hand");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .should()
          .haveNameMatching(
              ".*(Impl|Manager|Helper|Utils?|Handler|Processor|Data|Info|Dto)(\\$.*)?")
          .because("name the idea, or put the method on the value it computes from");

  private static ArchRule only(String self, String... others) {
    String[] ours =
        Stream.concat(Stream.of(self), Stream.of(others))
            .map(name -> AGENT + name)
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(AGENT + self)
        .should(
            onlyDependOnClassesThat(
                    resideInAnyPackage(ours)
                        .or(DescribedPredicate.not(resideInAPackage("dev.mycelium.agent.."))))
                .as("know no other package of the agent than " + String.join(", ", ours)));
  }

  private static DescribedPredicate<JavaClass> isOneOf(String... names) {
    return DescribedPredicate.describe(
        "one of " + String.join(", ", names),
        type -> Stream.of(names).anyMatch(type.getFullName()::equals));
  }
}
