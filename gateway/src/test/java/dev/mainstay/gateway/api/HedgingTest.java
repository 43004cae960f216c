package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 5.4, over real sockets: a silent provider is outrun by another, and let go. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HedgingTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  // With the next there may be a hedge, and none before: however slow these are, they take none.
  private static final int CALLS_BEFORE = 19;

  private final Simulator slow =
      Simulator.start(
          Script.builder()
              .times(CALLS_BEFORE, Answer.text("at once"))
              .thenAlways(Fault.stall().afterHead())
              .build());
  private final Simulator quick = Simulator.start(Script.always(Answer.text("instead")));
  private final GatewayConfig config =
      GatewayConfig.builder()
          .port(0)
          .group("chat", deployment(slow).withOrder(1), deployment(quick).withOrder(2))
          .policies(all -> all.withHedging(HedgePolicy.after(Duration.ofMillis(300))))
          .build();

  @AfterEach
  void close() {
    slow.close();
    quick.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void silentProviderIsOutrunThroughTheGateway(boolean streamed) throws IOException {
    ChatRequest request = ChatRequest.of("chat", "Hello").withStream(streamed);
    try (Gateway gateway = Gateway.start(config);
        Lateness lateness = new Lateness()) {
      GatewayClient client = new GatewayClient(gateway.port());
      for (int i = 0; i < CALLS_BEFORE; i++) {
        assertThat(client.chat(request).text()).isEqualTo("at once");
      }

      assertThat(client.chat(request)).isEqualTo(Outcome.whole("instead"));
      requireLetGo(lateness);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void silentProviderIsOutrunInTheLibrary(boolean streamed) {
    ChatRequest request = ChatRequest.of("chat", "Hello");
    try (Mainstay mainstay = config.apply(Mainstay.builder().transport(Transport.jdk())).build();
        Lateness lateness = new Lateness()) {
      for (int i = 0; i < CALLS_BEFORE; i++) {
        assertThat(ask(mainstay, request, streamed).text()).isEqualTo("at once");
      }

      assertThat(ask(mainstay, request, streamed).text()).isEqualTo("instead");
      requireLetGo(lateness);
    }
  }

  /** Within 100 ms of the winner's answer, but for what is the machine's fault. */
  private void requireLetGo(Lateness lateness) {
    Instant won = quick.requests().getFirst().awaitEnding(LONG).at();
    Ending ending = slow.requests().getLast().awaitEnding(LONG);
    assertThat(ending.kind()).isEqualTo(Ending.Kind.CLIENT_LEFT);
    assertThat(lateness.without(Duration.between(won, ending.at())))
        .isLessThan(Duration.ofMillis(100));
    assertThat(slow.requestCount()).isEqualTo(CALLS_BEFORE + 1);
    assertThat(quick.requestCount()).isEqualTo(1);
  }

  private static ChatResponse ask(Mainstay mainstay, ChatRequest request, boolean streamed) {
    if (!streamed) {
      return mainstay.chat(request);
    }
    try (ChatStream stream = mainstay.stream(request)) {
      stream.forEach(event -> {});
      return stream.response();
    }
  }

  private static Deployment deployment(Simulator provider) {
    return SimulatedWire.deployment("openai/gpt-4o", provider.url()).withKey("sk-test");
  }
}
