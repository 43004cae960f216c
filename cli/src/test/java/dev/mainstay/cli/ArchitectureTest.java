package dev.mainstay.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.PackageTable;
import org.junit.jupiter.api.Test;

/** The shape of the command. */
class ArchitectureTest {
  private static final String BELOW =
      "(root) event failure http json model policy provider provider.openai time gateway"
          + " gateway.config simulator cli.terminal cli.words";

  private static final PackageTable PACKAGES =
      PackageTable.of(
          """
          cli.terminal  -
          cli.words     model failure
          cli.demo      BELOW
          cli.explain   BELOW gate gateway.api route
          cli           BELOW cli.demo cli.explain
          """
              .replace("BELOW", BELOW));

  private static final JavaClasses CLI = read();

  private static JavaClasses read() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.mainstay.cli");
  }

  @Test
  void packagesSeeWhatTheTableSaysAndNothingElse() {
    PACKAGES.check(CLI);
  }

  @Test
  void everyPackageHasItsLine() {
    assertThat(PackageTable.packagesOf(CLI))
        .containsExactlyInAnyOrderElementsOf(PACKAGES.packages());
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(CLI);
  }
}
