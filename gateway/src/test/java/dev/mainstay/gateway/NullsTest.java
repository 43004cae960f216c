package dev.mainstay.gateway;

import dev.mainstay.Mainstay;
import dev.mainstay.architecture.NullParameters;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.RouterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused with the parameter's name, wherever a user hands something in. */
class NullsTest {
  private static final NullParameters PARAMETERS =
      new NullParameters(
          List.of(
              Gateway.class,
              GatewayConfig.builder(),
              GatewayConfig.builder().group("chat", Deployment.of("openai/m")).build(),
              GatewayLimits.defaults(),
              GatewayFront.defaults(),
              Environment.of(Map.of()),
              ConfigReader.system()),
          Map.ofEntries(
              Map.entry(String.class, "a"),
              Map.entry(Path.class, Path.of("a")),
              Map.entry(Duration.class, Duration.ofSeconds(1)),
              Map.entry(Secret.class, Secret.of("sk-1")),
              Map.entry(Fallbacks.class, Fallbacks.none()),
              Map.entry(RouterSettings.class, RouterSettings.defaults()),
              Map.entry(Mainstay.class, Mainstay.create())));

  static Stream<NullParameters.Given> parameters() {
    return PARAMETERS.all();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void nullIsRefusedByName(NullParameters.Given given) throws Exception {
    PARAMETERS.requireRefused(given);
  }
}
