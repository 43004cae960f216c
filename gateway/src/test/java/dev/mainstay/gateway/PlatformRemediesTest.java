package dev.mainstay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent platform did by itself against "service unavailable", as a configuration: a cap on
 * connections and three retries. {@code benchmarks/run pressure remedies} has it at its own size.
 */
@Timeout(120)
class PlatformRemediesTest {
  private static final int CALLERS = 60;
  private static final int CONNECTIONS = 12;

  @TempDir private Path folder;

  @Test
  void noCallerSeesAnErrorBehindACapOfConnectionsAndThreeRetries() throws Exception {
    try (Simulator provider = Simulator.start(limited());
        Gateway gateway = Gateway.start(config(provider, "num_retries: 3"))) {
      List<Optional<Integer>> errors = errors(gateway);

      assertThat(errors).hasSize(CALLERS).containsOnly(Optional.empty());
      assertThat(provider.requestCount() - provider.refusalCount()).isEqualTo(CALLERS);
    }
  }

  /** No call is refused for want of a connection: what callers see is the provider's refusal. */
  @Test
  void withoutPacingTheProvidersRefusalsArePassedOnAndNoneIsA503() throws Exception {
    Script shut =
        Script.builder()
            .limit(RateLimit.of(20, Duration.ofHours(1)).untold().withoutRetryAfter())
            .thenAlways(Answer.text("Hi"))
            .build();
    try (Simulator provider = Simulator.start(shut);
        Gateway gateway =
            Gateway.start(config(provider, "num_retries: 3, retry_after: 0, pacing: false"))) {
      List<Optional<Integer>> errors = errors(gateway);

      assertThat(errors).filteredOn(Optional::isEmpty).hasSize(20);
      assertThat(errors).containsOnly(Optional.empty(), Optional.of(429));
      assertThat(provider.requestCount()).isEqualTo(20 + 4L * (CALLERS - 20));
    }
  }

  // 20 at once, and 20 a second.
  private static Script limited() {
    RateLimit limit = RateLimit.of(20 * 60, Duration.ofMinutes(1)).bucketOf(20).untold();
    return Script.builder().limit(limit).thenAlways(Answer.text("Hi")).build();
  }

  private GatewayConfig config(Simulator provider, String router) throws IOException {
    String yaml =
        """
        model_list:
          - model_name: chat
            litellm_params: {model: openai/gpt-4o, api_base: "%s", api_key: sk-none, max_connections: %d}
        router_settings: {%s}
        """;
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, yaml.formatted(provider.url(), CONNECTIONS, router));
    return ConfigReader.system().read(file).config().orElseThrow().withPort(0);
  }

  /** The status of each caller's error; nothing where it has its answer. */
  private static List<Optional<Integer>> errors(Gateway gateway) throws Exception {
    try (Mainstay client = client(gateway);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Integer>>> calls =
          IntStream.range(0, CALLERS).mapToObj(i -> threads.submit(() -> error(client))).toList();
      List<Optional<Integer>> errors = new ArrayList<>();
      for (Future<Optional<Integer>> call : calls) {
        errors.add(call.get());
      }
      return errors;
    }
  }

  private static Optional<Integer> error(Mainstay client) {
    try {
      client.chat("openai/chat", "Hello");
      return Optional.empty();
    } catch (MainstayException e) {
      return Optional.of(e.failure().detail().status().orElse(0));
    }
  }

  // Whatever the gateway refuses is seen here: nothing is asked again, and nothing paced.
  private static Mainstay client(Gateway gateway) {
    URI base = URI.create("http://127.0.0.1:" + gateway.port() + "/v1");
    return Mainstay.builder()
        .environment(Map.of("OPENAI_API_KEY", "sk-caller", "OPENAI_BASE_URL", base.toString()))
        .pacing(PacingPolicy.disabled())
        .retries(0)
        .build();
  }
}
