package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 2.9: whoever is above is told not to retry what is retried here, and owns the retries
 * where the call's are set to 0.
 */
@Timeout(30)
class RetryOwnerTest {
  private static final UnaryOperator<GatewayConfigBuilder> AS_IT_IS = config -> config;
  private static final UnaryOperator<GatewayConfigBuilder> OFF = retries(RetryPolicy.of(0));

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void errorTellsWhoOwnsTheRetries(
      String name,
      UnaryOperator<GatewayConfigBuilder> config,
      String wish,
      Optional<String> header,
      boolean isOurs)
      throws IOException {
    for (String stream : List.of("false", "true")) {
      try (Stand stand = Stand.of(Script.always(Fault.status(500)), config);
          Caller caller = stand.caller()) {
        String body = "{\"model\":\"chat\",\"stream\":" + stream + "," + wish + Stand.HELLO;

        Reply reply =
            header.isEmpty()
                ? caller.chat(body)
                : caller.chat(body, "x-litellm-num-retries", header.get());

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.headers().first("x-should-retry"))
            .isEqualTo(isOurs ? Optional.of("false") : Optional.empty());
      }
    }
  }

  static Stream<Arguments> cases() {
    RetryPolicy onlyLimits = RetryPolicy.builder().retries(0).onRateLimit(2).build();
    return Stream.of(
        of("nothing is set", AS_IT_IS, "", null, true),
        of("request: 0", AS_IT_IS, "\"num_retries\":0,", null, false),
        of("request: 1", AS_IT_IS, "\"num_retries\":1,", null, true),
        of("header: 0", AS_IT_IS, "", "0", false),
        of("configuration: 0", OFF, "", null, false),
        of("configuration: 0, request: 1", OFF, "\"num_retries\":1,", null, true),
        of("configuration: 0 but for a kind", retries(onlyLimits), "", null, true),
        of("the group: 0", retries("chat", RetryPolicy.of(0)), "", null, false),
        of("another group: 0", retries("safe", RetryPolicy.of(0)), "", null, true));
  }

  private static Arguments of(
      String name,
      UnaryOperator<GatewayConfigBuilder> config,
      String wish,
      @Nullable String header,
      boolean isOurs) {
    return Arguments.of(name, config, wish, Optional.ofNullable(header), isOurs);
  }

  private static UnaryOperator<GatewayConfigBuilder> retries(RetryPolicy policy) {
    return config -> config.policies(all -> all.withRetries(policy));
  }

  private static UnaryOperator<GatewayConfigBuilder> retries(String group, RetryPolicy policy) {
    return config -> config.policies(all -> all.withRetries(group, policy));
  }
}
