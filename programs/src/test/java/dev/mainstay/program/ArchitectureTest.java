package dev.mainstay.program;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.PackageTable;
import dev.mainstay.architecture.PublicApi;
import org.junit.jupiter.api.Test;

/** The shape of the module. */
class ArchitectureTest {
  private static final PackageTable PACKAGES = PackageTable.ofModule("programs");

  private static final JavaClasses PROGRAMS = read();

  private static JavaClasses read() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.mainstay.program");
  }

  @Test
  void packagesSeeWhatTheTableSaysAndNothingElse() {
    PACKAGES.check(PROGRAMS);
  }

  @Test
  void everyPackageHasItsLine() {
    assertThat(PackageTable.packagesOf(PROGRAMS))
        .containsExactlyInAnyOrderElementsOf(PACKAGES.packages());
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(PROGRAMS);
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
}
