package dev.mainstay.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The shape of the library. */
@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("dev.mainstay");

  private static final PackageTable PACKAGES = PackageTable.ofModule("core");

  private static final DescribedPredicate<JavaAccess<?>> TELLS_OR_TAKES_TIME =
      accessTo(
          "tells or takes time",
          Pattern.compile(
              "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)|java\\.time\\..*\\.now"
                  + "|java\\.time\\.Clock\\.(system|tick).*|java\\.lang\\.Thread\\.sleep"
                  + "|.*\\.TimeUnit\\.sleep|.*\\.LockSupport\\.park(Nanos|Until)"));

  private static final DescribedPredicate<JavaAccess<?>> IS_CHANCE =
      accessTo(
          "is chance",
          Pattern.compile(
              "java\\.lang\\.Math\\.random|java\\.security\\.SecureRandom\\..*"
                  + "|.*\\.(Random|SplittableRandom)\\.<init>|.*\\.ThreadLocalRandom\\.current"
                  + "|.*\\.RandomGenerator\\.(of|getDefault)"));

  private static final DescribedPredicate<JavaAccess<?>> IS_A_REGEX =
      accessTo(
          "is a regular expression",
          Pattern.compile(
              "java\\.util\\.regex\\..*"
                  + "|java\\.lang\\.String\\.(matches|replaceAll|replaceFirst)"));

  // Addresses and names of models, deployments and regions: the configuration's own words.
  private static final Set<String> READ_CONFIGURED_TEXT =
      Set.of(
          "Deployment",
          "KnownModels",
          "KnownProvider",
          "BedrockModel",
          "ClaudeModel",
          "CohereProvider",
          "CohereRequest",
          "ConverseAddress",
          "GeminiAddress",
          "GeminiModel",
          "MessagesAddress",
          "MethodAddress",
          "OllamaProvider",
          "ReasoningModels",
          "RefusedByModel",
          "Service",
          "VertexAddress");

  // Ids and names of files of a request: one class of characters, without any way back.
  private static final Set<String> READ_CALLERS_TEXT = Set.of("Media", "MediaForms", "CallIdForm");

  // Digits alone, and steps of a path none of which can begin within another.
  private static final Set<String> READ_PROVIDERS_TEXT = Set.of("ArgumentPieces", "EmbedForm");

  @Test
  void packagesSeeWhatTheTableSaysAndNothingElse() {
    PACKAGES.check(CORE);
  }

  @Test
  void publicApiIsTheOneThatIsWrittenDown() {
    PublicApi.ofModule().check();
  }

  @Test
  void exportedPackagesAreSmallAndNameNothingHidden() {
    PublicApi.ofModule().requireSmallPackages();
    PublicApi.ofModule().requireNothingHidden();
  }

  @Test
  void everyPackageHasItsLine() {
    assertThat(PackageTable.packagesOf(CORE))
        .containsExactlyInAnyOrderElementsOf(PACKAGES.packages());
  }

  @Test
  void packagesFormNoCycle() {
    slices().assignedFrom(byPackage()).should().beFreeOfCycles().check(CORE);
  }

  /** A dialect more touches no other dialect and not the engine: one line in the root names it. */
  @Test
  void dialectsKnowNeitherEachOtherNorAnybodyAboveThem() {
    String wire = "dev.mainstay.provider.wire";
    slices()
        .matching("dev.mainstay.provider.(*)")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage(wire))
        .check(CORE);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.mainstay.provider..")
        .and()
        .doNotHaveFullyQualifiedName("dev.mainstay.KnownProviders")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.mainstay.provider.(*)").and(not(resideInAPackage(wire))))
        .check(CORE);
  }

  @Test
  void breachIsNamed() {
    PackageTable strict = PackageTable.of("model -");

    assertThatThrownBy(() -> strict.check(CORE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("dev.mainstay.model sees no other package of ours")
        .hasMessageContaining("dev.mainstay.model.ChatRequest")
        .hasMessageContaining("dev.mainstay.json.JsonObject")
        .hasMessageContaining("(ChatRequest.java:");
  }

  @Test
  void allowanceThatNobodyUsesIsNamed() {
    PackageTable generous = PackageTable.of("failure json");

    assertThatThrownBy(() -> generous.check(CORE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[dev.mainstay.failure -> json]");
  }

  @Test
  void nothingIsReadByJacksonButInTests() {
    noClasses().should().dependOnClassesThat().resideInAPackage("tools.jackson..").check(CORE);
  }

  @Test
  void timeComesInThroughItsPackageAlone() {
    outside("dev.mainstay.time").should().accessTargetWhere(TELLS_OR_TAKES_TIME).check(CORE);

    assertThatThrownBy(
            () -> noClasses().should().accessTargetWhere(TELLS_OR_TAKES_TIME).check(CORE))
        .hasMessageContaining("SystemTime.java");
  }

  @Test
  void chanceComesInThroughTheBuilderAlone() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.mainstay.MainstayBuilder")
        .should()
        .accessTargetWhere(IS_CHANCE)
        .check(CORE);

    assertThatThrownBy(() -> noClasses().should().accessTargetWhere(IS_CHANCE).check(CORE))
        .hasMessageContaining("MainstayBuilder.java");
  }

  /** One on an error's type burnt minutes of CPU: a new user shows here that its text is tame. */
  @Test
  void dialectsReadForeignTextWithoutRegularExpressions() {
    noClasses()
        .that()
        .resideInAPackage("dev.mainstay.provider..")
        .and(not(outermostIsIn(READ_CONFIGURED_TEXT)))
        .and(not(outermostIsIn(READ_CALLERS_TEXT)))
        .and(not(outermostIsIn(READ_PROVIDERS_TEXT)))
        .should()
        .accessTargetWhere(IS_A_REGEX)
        .check(CORE);

    assertThatThrownBy(() -> noClasses().should().accessTargetWhere(IS_A_REGEX).check(CORE))
        .hasMessageContaining("ArgumentPieces.java");
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Processor)").check(CORE);
  }

  private static GivenClassesConjunction outside(String name) {
    return noClasses().that().resideOutsideOfPackage(name);
  }

  private static DescribedPredicate<JavaAccess<?>> accessTo(String what, Pattern targets) {
    return DescribedPredicate.describe(
        what,
        access ->
            targets
                .matcher(access.getTargetOwner().getFullName() + "." + access.getTarget().getName())
                .matches());
  }

  private static DescribedPredicate<JavaClass> outermostIsIn(Set<String> names) {
    return DescribedPredicate.describe(
        "are of " + names, type -> names.contains(type.getName().replaceAll("^.*\\.|\\$.*$", "")));
  }

  private static SliceAssignment byPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }
}
