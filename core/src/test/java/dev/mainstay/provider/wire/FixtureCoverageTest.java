package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No recorded exchange is left out. */
class FixtureCoverageTest {
  private static final int ALL = 344;
  private static final int UNSPOKEN = 17;

  @Test
  void everyFixtureOfTheManifestIsInOneSet() {
    long inSets = Stream.of(FixtureSet.values()).flatMap(FixtureSet::stream).distinct().count();
    List<String> left =
        Fixture.all().stream()
            .filter(fixture -> Stream.of(FixtureSet.values()).noneMatch(set -> set.has(fixture)))
            .map(Fixture::api)
            .toList();

    assertThat(left).hasSize(UNSPOKEN).containsOnly(FixtureSet.UNSPOKEN);
    assertThat(inSets).isEqualTo(ALL - UNSPOKEN);
  }

  @Test
  void everySetIsReadByATest() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.mainstay.provider");

    Set<String> read =
        tests.stream()
            .filter(test -> !test.isEquivalentTo(FixtureSet.class))
            .flatMap(test -> test.getFieldAccessesFromSelf().stream())
            .map(JavaFieldAccess::getTarget)
            .filter(field -> field.getOwner().isEquivalentTo(FixtureSet.class))
            .map(field -> field.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(read).containsAll(Stream.of(FixtureSet.values()).map(FixtureSet::name).toList());
  }
}
