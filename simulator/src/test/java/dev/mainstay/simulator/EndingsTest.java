package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.Ending.Kind;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How each request ends, as the simulator tells it. */
@Timeout(20)
final class EndingsTest {
  private static final Duration LONG = Duration.ofSeconds(5);

  @Test
  void leavingIsSeenAtOnceThoughNothingIsSaid() {
    try (Simulator simulator = Simulator.start(Script.always(Fault.stall().after(2)))) {
      RawClient client = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      client.hearUntil(" is");
      ReceivedRequest request = simulator.requests().getFirst();
      assertThat(request.ending()).isEmpty();

      Instant left = Instant.now();
      client.close();

      Ending ending = request.awaitEnding(LONG);
      assertThat(ending.kind()).isEqualTo(Kind.CLIENT_LEFT);
      assertThat(Duration.between(left, ending.at())).isLessThan(Duration.ofMillis(500));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavingIsSeenAtOnceBetweenTwoEvents(boolean reset) {
    Answer slow = Answer.pieces("a", "b").pace(Duration.ofSeconds(30));
    try (Simulator simulator = Simulator.start(Script.always(slow))) {
      RawClient client = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      client.hearUntil("assistant");

      Instant left = Instant.now();
      if (reset) {
        client.reset();
      } else {
        client.close();
      }

      Ending ending = simulator.requests().getFirst().awaitEnding(LONG);
      assertThat(ending.kind()).isEqualTo(Kind.CLIENT_LEFT);
      assertThat(Duration.between(left, ending.at())).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void leavingIsSeenInAStreamWithoutPauses() {
    Answer endless = Answer.words(200_000, 1);
    try (Simulator simulator = Simulator.start(Script.always(endless))) {
      RawClient client = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      client.hearUntil("assistant");
      client.reset();

      Ending ending = simulator.requests().getFirst().awaitEnding(LONG);
      assertThat(ending.kind()).isEqualTo(Kind.CLIENT_LEFT);
    }
  }

  @Test
  void whatTheScriptBreaksOffIsToldAsBroken() {
    try (Simulator simulator = Simulator.start(Script.always(Fault.reset().after(1)))) {
      RawClient.askForStream(simulator);

      assertThat(simulator.requests().getFirst().awaitEnding(LONG).kind()).isEqualTo(Kind.BROKEN);
    }
  }

  @Test
  void closingEndsWhatIsInFlight() {
    Simulator simulator = Simulator.start(Script.always(Fault.stall().after(1)));
    try (RawClient client = RawClient.connect(simulator)) {
      client.post(RawClient.chat("m", "Hi", true)).hearUntil("This");
      ReceivedRequest request = simulator.requests().getFirst();

      simulator.close();

      assertThat(client.hear().how()).isEqualTo(How.RESET);
      assertThat(request.awaitEnding(LONG).kind()).isEqualTo(Kind.BROKEN);
    }
  }

  @Test
  void clientsThatVanishLeaveTheOthersAlone() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")))) {
      for (int i = 0; i < 20; i++) {
        RawClient.connect(simulator).reset();
        RawClient.connect(simulator).send("POST /v1/chat/comp").reset();
        RawClient.connect(simulator)
            .send("POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc")
            .close();
        RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true)).reset();
      }

      assertThat(RawClient.ask(simulator).text()).isEqualTo("Hi");
    }
  }
}
