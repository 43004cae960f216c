package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.StringConstants;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The command gets the keys of the configuration from those who read them. {@code rehearse} writes
 * a whole one, to be edited.
 */
class CommandsKeysTest {

  @Test
  void commandNamesNoKeyItself() throws IOException {
    Set<String> keys =
        Arrays.stream(Place.values())
            .flatMap(place -> place.own().stream())
            .collect(Collectors.toSet());

    assertThat(
            StringConstants.naming(
                keys,
                new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.mainstay.cli")))
        .allMatch(found -> found.startsWith("dev.mainstay.cli.RehearseCommand: model_list:"));
  }
}
