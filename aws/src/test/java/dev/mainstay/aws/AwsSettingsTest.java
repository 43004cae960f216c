package dev.mainstay.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.architecture.FilledValues;
import dev.mainstay.architecture.Withers;
import dev.mainstay.provider.Secret;
import dev.mainstay.transport.Proxies;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set stays when more is. */
class AwsSettingsTest {
  static Stream<Method> withers() {
    return Withers.in("dev.mainstay.aws");
  }

  @ParameterizedTest
  @MethodSource("withers")
  void settingsThatAreNotNamedStay(Method wither) {
    FilledValues values =
        new FilledValues()
            .with(Secret.class, n -> Secret.of("secret-" + n))
            .with(Path.class, n -> Path.of("file-" + n))
            .with(
                Proxies.class, n -> Proxies.of(Map.of("https_proxy", "http://proxy-" + n + ":1")));

    assertThat(Withers.changed(wither, values)).hasSizeLessThanOrEqualTo(1);
  }
}
