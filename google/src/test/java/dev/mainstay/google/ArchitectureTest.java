package dev.mainstay.google;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.PackageTable;
import dev.mainstay.architecture.PublicApi;
import org.junit.jupiter.api.Test;

/** The shape of the module. */
class ArchitectureTest {

  @Test
  void packageSeesWhatTheTableSaysAndNothingElse() {
    JavaClasses google =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mainstay.google");

    PackageTable.ofModule("google").check(google);
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
