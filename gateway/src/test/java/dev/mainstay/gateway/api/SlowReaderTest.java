package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SEMANTICS 5.2: a caller that reads slowly stops the provider, and is cut off where it takes
 * nothing.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class SlowReaderTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int PIECES = 256;
  private static final String SAFE_STREAM = Stand.STREAM.replace("\"chat\"", "\"safe\"");
  private static final String PIECE = "0123456789abcdef".repeat(8 * 1024);

  @Test
  void callerThatTakesItsTimeStopsTheProviderAndMissesNothing() throws IOException {
    try (Stand stand = Stand.always(large());
        Caller caller = stand.caller().sendChat(Stand.STREAM)) {
      ReceivedRequest asked = stand.asked(1).getFirst();

      await().during(Duration.ofMillis(700)).atMost(LONG).until(() -> asked.ending().isEmpty());

      String text = caller.read().text();
      assertThat(text).endsWith("data: [DONE]\n\n");
      assertThat(text.split(PIECE, -1)).hasSize(PIECES + 1);
      assertThat(asked.awaitEnding(LONG).kind()).isEqualTo(Ending.Kind.ANSWERED);
    }
  }

  @Test
  void callerThatTakesNothingIsCutOffWithItsProvider() throws IOException {
    Duration patience = Duration.ofMillis(400);
    try (Stand stand =
            Stand.of(
                Script.always(large()),
                config -> config.limits(GatewayLimits.defaults().withReaderTimeout(patience)));
        Caller caller = stand.caller().sendChat(Stand.STREAM)) {
      Ending ending = stand.asked(1).getFirst().awaitEnding(LONG);

      assertThat(ending.kind()).isEqualTo(Ending.Kind.CLIENT_LEFT);
      assertThat(ending.after()).isGreaterThan(patience);
      assertThat(stand.provider().requestCount()).isEqualTo(1);
    }
  }

  // SEMANTICS 5.2: it is nobody's fault but the reader's.
  @Test
  void callersThatTakeNothingSendNoDeploymentIntoCooldown() throws IOException {
    try (Stand stand =
        Stand.of(
            Script.builder()
                .first(large())
                .then(large())
                .then(large())
                .then(large())
                .thenAlways(Answer.text("Hi"))
                .build(),
            config ->
                config.limits(
                    GatewayLimits.defaults().withReaderTimeout(Duration.ofMillis(300))))) {
      for (int i = 1; i <= 4; i++) {
        try (Caller takesNothing = stand.caller().sendChat(SAFE_STREAM)) {
          assertThat(stand.asked(i).getLast().awaitEnding(LONG).kind())
              .isEqualTo(Ending.Kind.CLIENT_LEFT);
        }
      }

      try (Caller caller = stand.caller()) {
        assertThat(caller.chat(SAFE_STREAM).header("x-mainstay-group")).isEqualTo("safe");
      }
    }
  }

  // Far more than the sockets on the way can hold.
  private static Answer large() {
    String[] pieces = new String[PIECES];
    Arrays.fill(pieces, PIECE);
    return Answer.pieces(pieces);
  }
}
