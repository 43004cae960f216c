package dev.mainstay.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway's part of the table in ARCHITECTURE.md, as data. */
class ArchitectureTest {
  private static final List<String> EVERYWHERE = List.of("java..", "org.jspecify..", "org.slf4j..");
  private static final List<String> CORE =
      Stream.of(
              "",
              ".engine",
              ".event",
              ".failure",
              ".http",
              ".json",
              ".model",
              ".policy",
              ".provider",
              ".route",
              ".stream",
              ".time")
          .map("dev.mainstay"::concat)
          .toList();

  private static final Map<String, List<String>> SEES =
      Map.of(
          "dev.mainstay.gateway.server",
          List.of(
              "dev.mainstay.http",
              "dev.mainstay.time",
              "dev.mainstay.failure",
              "dev.mainstay.json",
              "io.netty..",
              "javax.net.ssl"),
          "dev.mainstay.gateway.config",
          plus(CORE, "dev.mainstay.provider.openai", "org.snakeyaml.engine.."),
          "dev.mainstay.gateway.api",
          plus(CORE, "dev.mainstay.gateway.server", "dev.mainstay.gateway.config"),
          "dev.mainstay.gateway",
          plus(
              CORE,
              "dev.mainstay.gateway.server",
              "dev.mainstay.gateway.config",
              "dev.mainstay.gateway.api"));

  private static final JavaClasses MAIN = read();

  // Names are enough here; to look into the classes of the JDK and of Netty takes many seconds.
  private static JavaClasses read() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.mainstay");
  }

  @Test
  void everyPackageIsInTheTable() {
    assertThat(
            MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("dev.mainstay.gateway"))
                .collect(Collectors.toSet()))
        .isEqualTo(SEES.keySet());
  }

  static List<Entry<String, List<String>>> table() {
    return List.copyOf(SEES.entrySet());
  }

  @ParameterizedTest
  @MethodSource("table")
  void packageSeesWhatTheTableSaysAndNothingElse(Entry<String, List<String>> row) {
    List<String> seen = plus(plus(EVERYWHERE, row.getKey()), row.getValue().toArray(String[]::new));

    classes()
        .that()
        .resideInAPackage(row.getKey())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(seen.toArray(String[]::new))
        .check(MAIN);
  }

  @Test
  void onlyTheServerKnowsNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.mainstay.gateway.server")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(MAIN);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(MAIN);
  }

  private static List<String> plus(List<String> packages, String... more) {
    return Stream.concat(packages.stream(), Stream.of(more)).toList();
  }
}
