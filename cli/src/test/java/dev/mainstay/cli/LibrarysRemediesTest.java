package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.KnownProviders;
import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the library says is missing, and how a program gives it, is told to those who have a
 * configuration or an environment in their own terms: whichever provider says it, and however.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LibrarysRemediesTest {
  private static final String OF_LIBRARY = "the deployment ";

  /** Nobody is there to be asked. */
  private static final class Nowhere implements Transport {
    @Override
    public Exchange open(HttpCall call) {
      throw new IllegalStateException("asked");
    }

    @Override
    public void close() {}
  }

  static Stream<String> models() {
    return KnownProviders.names().stream()
        .flatMap(name -> Stream.of(name + "/m", name + "/claude-x"));
  }

  /** Those of which something is missing, where nothing is set. */
  static List<String> lacking() {
    return models().filter(model -> said(Deployment.of(model)).contains(OF_LIBRARY)).toList();
  }

  private static String said(Deployment deployment) {
    try (Mainstay mainstay =
        Mainstay.builder()
            .environment(Map.of())
            .transport(new Nowhere())
            .group("asked", deployment)
            .build()) {
      return mainstay
          .chat(ChatRequest.of("asked", "Hello"), CallOptions.none().withRetries(0))
          .text();
    } catch (MainstayException failed) {
      return failed.failure().messageToCaller();
    } catch (IllegalStateException asked) {
      return "";
    }
  }

  @Test
  void providersSayThatSomethingIsMissing() {
    assertThat(lacking()).contains("openai/m", "anthropic/m", "bedrock/m", "gemini/m", "cohere/m");
  }

  @ParameterizedTest
  @MethodSource("models")
  void configurationsAreToldKeys(String model) {
    Deployment bare = Deployment.of(model);
    Deployment placed = bare.withEndpoint(URI.create("https://host.example/v1"));

    assertThat(Remedies.inKeys(said(bare))).doesNotContain(OF_LIBRARY);
    assertThat(Remedies.inKeys(said(placed))).doesNotContain(OF_LIBRARY);
  }

  @ParameterizedTest
  @MethodSource("lacking")
  void terminalsAreToldVariables(String model) {
    Captured terminal = new Captured();

    int code = terminal.run("chat", model, "Hello");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err()).doesNotContain(OF_LIBRARY, "module");
  }
}
