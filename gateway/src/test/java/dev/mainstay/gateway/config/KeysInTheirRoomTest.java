package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mainstay.architecture.StringConstants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keys of the configuration are told by this package alone: a Java user has other names. */
class KeysInTheirRoomTest {
  private static final Pattern WORD = Pattern.compile("[a-z]+(_[a-z]+)+");
  private static final String HERE = "dev.mainstay.gateway.config";
  // What vendors call things, and what a request itself may say of its parameters.
  private static final String DIALECTS = "dev.mainstay.provider.";
  // Codes of the server's own errors, which name what ran out, as the keys do.
  private static final Set<String> CODES =
      Set.of(
          "dev.mainstay.gateway.server.Rejection: head_timeout",
          "dev.mainstay.gateway.server.Rejection: body_timeout");

  @Test
  void noOtherPackageNamesAKey() throws IOException {
    Set<String> keys = new HashSet<>();
    for (Place place : List.of(Place.ROUTER, Place.LITELLM, Place.GENERAL, Place.PARAMS)) {
      keys.addAll(place.own());
    }
    List<String> strays = new ArrayList<>();
    for (JavaClass type : classes()) {
      for (String constant : StringConstants.of(type)) {
        WORD.matcher(constant)
            .results()
            .filter(word -> keys.contains(word.group()))
            .forEach(word -> strays.add(type.getName() + ": " + constant));
      }
    }

    strays.removeAll(CODES);
    assertThat(strays).isEmpty();
  }

  private static List<JavaClass> classes() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mainstay")
            .stream()
            .filter(type -> !type.getPackageName().equals(HERE))
            .filter(type -> !type.getPackageName().startsWith(DIALECTS))
            .toList();
  }
}
