package dev.mainstay.azure;

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
    JavaClasses azure =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mainstay.azure");

    PackageTable.ofModule("azure").check(azure);
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
