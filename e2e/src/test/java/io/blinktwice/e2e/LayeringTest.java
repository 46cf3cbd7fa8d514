package io.blinktwice.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture as failing checks. */
class LayeringTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.blinktwice");

  private static final Set<String> SERVICES =
      Set.of("classifier", "pinning", "rollout", "router", "pool", "autoscaler");

  private static final Pattern EMPTY_NAMES =
      Pattern.compile(".*(Utils?|Helper|Manager|Impl|Base|Data|Info|Common)");

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of(
          "java.time.Instant.now",
          "java.time.Clock.systemUTC",
          "java.time.LocalDateTime.now",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.lang.Math.random",
          "java.util.Random.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  @Test
  void theWholeProgramIsLookedAt() {
    for (String service : SERVICES) {
      assertTrue(
          OURS.stream().anyMatch(c -> c.getPackageName().startsWith("io.blinktwice." + service)),
          service + " is not on the class path");
    }
  }

  @Test
  void decisionsKnowNothingButJavaAndTheContract() {
    check(
        classes()
            .that()
            .resideInAPackage("..decision..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                        "java..", "org.jspecify..", "io.blinktwice.contract..", "..decision..")
                    .or(describe("primitive or array", JavaClass::isPrimitive))));
  }

  @Test
  void decisionsReadNoClockAndThrowNoDice() {
    check(
        noClasses()
            .that()
            .resideInAPackage("..decision..")
            .should()
            .callMethodWhere(
                describe("reads a clock or throws dice", call -> forbidden(call.getTarget())))
            .orShould()
            .callConstructorWhere(describe("makes dice", call -> forbidden(call.getTarget()))));
  }

  private static boolean forbidden(AccessTarget target) {
    return CLOCKS_AND_DICE.contains(target.getOwner().getName() + "." + target.getName());
  }

  @Test
  void servicesMeetAtTopicsAndHttpNeverInJava() {
    check(
        slices()
            .matching("io.blinktwice.(classifier|pinning|rollout|router|pool|autoscaler)..")
            .should()
            .notDependOnEachOther());
  }

  @Test
  void whoJudgesTheServicesFromOutsideDoesNotUseTheirClasses() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.blinktwice.soak..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                Stream.concat(SERVICES.stream(), Stream.of("app"))
                    .map(s -> "io.blinktwice." + s + "..")
                    .toArray(String[]::new)));
  }

  @Test
  void decisionsAreHandedTheTimeNotAClock() {
    check(
        noClasses()
            .that()
            .resideInAPackage("..decision..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.time\\.(Clock|InstantSource)|java\\.lang\\.Thread|java\\.io\\..*Stream|java\\.nio\\.file\\.(Files|FileSystems?)|java\\.net\\..*"));
  }

  @Test
  void theRuntimeKnowsNoServiceAndTheContractKnowsNothing() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.blinktwice.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                SERVICES.stream().map(s -> "io.blinktwice." + s + "..").toArray(String[]::new)));
    check(
        classes()
            .that()
            .resideInAPackage("io.blinktwice.contract..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.blinktwice.contract.."));
    check(
        classes()
            .that()
            .resideInAnyPackage("io.blinktwice.schemas..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "org.jspecify..",
                "org.apache.avro..",
                "io.blinktwice.contract..",
                "io.blinktwice.schemas..",
                "io.blinktwice.events.."));
  }

  @Test
  void theWebFrameworkIsForTheWiringAndTheApiOfAServiceOnly() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                SERVICES.stream().map(s -> "io.blinktwice." + s + ".*..").toArray(String[]::new))
            .and()
            .resideOutsideOfPackage("..api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut.."));
  }

  @Test
  void namesExplainThemselves() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.blinktwice..")
            .should()
            .haveNameMatching("io\\.blinktwice\\.(?!events\\.)" + EMPTY_NAMES.pattern()));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(OURS);
  }
}
