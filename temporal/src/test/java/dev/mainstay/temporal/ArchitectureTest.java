package dev.mainstay.temporal;

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
    JavaClasses temporal =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mainstay.temporal");

    PackageTable.ofModule("temporal").check(temporal);
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
