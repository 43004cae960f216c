package dev.mainstay.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.PackageTable;
import dev.mainstay.architecture.PublicApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of the gateway. */
@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {
  private static final PackageTable PACKAGES = PackageTable.ofModule("gateway");

  private static final JavaClasses GATEWAY = read();

  private static JavaClasses read() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.mainstay.gateway");
  }

  @Test
  void packagesSeeWhatTheTableSaysAndNothingElse() {
    PACKAGES.check(GATEWAY);
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
    assertThat(PackageTable.packagesOf(GATEWAY))
        .containsExactlyInAnyOrderElementsOf(PACKAGES.packages());
  }

  /** What serves a dialect to callers knows it; what reads configuration names none. */
  @Test
  void oneEndpointsDialectIsAllThatTheGatewayKnowsOfDialects() {
    noClasses()
        .that()
        .doNotHaveSimpleName("MessagesDialect")
        .and()
        .doNotHaveSimpleName("Events")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.mainstay.provider.(*)")
        .check(GATEWAY);
  }

  /** A dialect more is at most one reader more. */
  @ParameterizedTest
  @CsvSource({"aws, AwsReader", "azure, AzureReader", "google, GoogleReader"})
  void oneReaderAloneKnowsACloud(String cloud, String reader) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.mainstay.gateway.config." + reader)
        .and()
        .haveNameNotMatching("dev\\.mainstay\\.gateway\\.config\\." + reader + "\\$.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.mainstay." + cloud)
        .check(GATEWAY);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(GATEWAY);
  }

  @ParameterizedTest
  @CsvSource({"server, io.netty..", "config, org.snakeyaml.."})
  void onePackageAloneKnowsALibrary(String name, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.mainstay.gateway." + name)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(GATEWAY);
  }
}
