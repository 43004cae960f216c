package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.StringConstants;
import dev.mainstay.gateway.config.words.ConfigKey;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of the configuration are told by these packages alone: a Java user has other names. */
class KeysInTheirRoomTest {
  private static final String HERE = "dev.mainstay.gateway.config";
  // What vendors call things, and what a request itself may say of its parameters.
  private static final String DIALECTS = "dev.mainstay.provider.";
  private static final String SIMULATED = "dev.mainstay.simulator.dialect";
  // Stands above the gateway, and tells its users what of the gateway goes against it.
  private static final String DURABLE = "dev.mainstay.temporal";
  // Codes of the server's own errors, which name what ran out, as the keys do.
  private static final Set<String> CODES =
      Set.of(
          "dev.mainstay.gateway.server.Rejection: head_timeout",
          "dev.mainstay.gateway.server.Rejection: body_timeout");

  @Test
  void noOtherPackageNamesAKey() throws IOException {
    List<String> strays = StringConstants.naming(keys(), classes());

    strays.removeAll(CODES);
    assertThat(strays).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keyThatOthersMayTellIsOne(ConfigKey key) {
    assertThat(keys()).contains(key.toString());
  }

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>();
    for (Place place : Place.values()) {
      keys.addAll(place.own());
    }
    return keys;
  }

  private static List<JavaClass> classes() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mainstay")
            .stream()
            .filter(type -> !(type.getPackageName() + ".").startsWith(HERE + "."))
            .filter(type -> !type.getPackageName().startsWith(DIALECTS))
            .filter(type -> !type.getPackageName().equals(SIMULATED))
            .filter(type -> !type.getPackageName().startsWith(DURABLE))
            .toList();
  }
}
