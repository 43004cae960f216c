package dev.mainstay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.PackageTable;
import org.junit.jupiter.api.Test;

/** The shape of the command. */
class ArchitectureTest {
  private static final PackageTable PACKAGES = PackageTable.ofModule("cli");

  private static final JavaClasses CLI = read();

  private static JavaClasses read() {
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

  // Their jars are not on the class path of a gateway.
  @Test
  void nothingButBatchesNeedsTemporal() {
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.mainstay\\.cli\\.(BatchCommand|BatchBar|Unreachable)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.mainstay.temporal..", "io.temporal..", "io.grpc..")
        .check(CLI);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(CLI);
  }
}
