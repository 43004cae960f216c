package dev.mainstay.simulator;

import dev.mainstay.architecture.NullParameters;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused with the parameter's name, wherever a user builds something. */
class NullsTest {
  private static final NullParameters PARAMETERS =
      new NullParameters(
          List.of(Simulator.builder(), Script.builder(), Answer.standard()),
          Map.of(
              String.class, "a",
              Duration.class, Duration.ofSeconds(1),
              ChatRequest.class, ChatRequest.of("m", "Hi"),
              JsonObject.class, JsonObject.empty(),
              Fault.class, Fault.reset(),
              Match.class, Match.model("m"),
              RateLimit.class, RateLimit.of(1, Duration.ofSeconds(1))));

  static Stream<NullParameters.Given> parameters() {
    return PARAMETERS.all();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void nullIsRefusedByName(NullParameters.Given given) throws Exception {
    PARAMETERS.requireRefused(given);
  }
}
