package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 3.5 and 7.2, through the gateway: a call that goes to another group stays the same
 * call.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HopTest {
  private static final String ODD_REST =
      "\"temperature\":0.10,\"x\":{ \"a\" : 1e2 }, \"messages\":[ {\"role\":\"user\","
          + " \"content\":\"\\u0048i\"} ]}";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nextGroupIsAskedTheSameAfterRetries(boolean stream) throws IOException {
    try (Stand stand = Stand.of(failing(Fault.status(500)));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"safe\",\"stream\":" + stream + "," + ODD_REST);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).contains("backup");
      List<String> asked = stand.asked(4).stream().map(ReceivedRequest::text).toList();
      String first = asked.getFirst();
      assertThat(first).contains("\"model\":\"gpt-4o-safe\"").contains("\"x\":{ \"a\" : 1e2 }");
      assertThat(asked)
          .containsExactly(first, first, first, first.replace("gpt-4o-safe", "gpt-4o-backup"));
    }
  }

  @Test
  void breakAfterOutputGoesNowhereWhereItIsSetToFail() throws IOException {
    try (Stand stand =
            Stand.of(
                failing(Fault.reset().after(1)),
                config -> config.policies(all -> all.withRecovery("safe", RecoveryPolicy.FAIL)));
        Caller caller = stand.caller()) {
      Reply reply =
          caller.sendChat("{\"model\":\"safe\",\"stream\":true," + ODD_REST).readBrokenOff();

      assertThat(reply.text()).contains("data: {\"error\":").doesNotContain("backup", "[DONE]");
      assertThat(stand.provider().requestCount()).isEqualTo(1);
    }
  }

  @Test
  void streamThatBreaksAfterOutputGoesOnAtTheFallback() throws IOException {
    Answer story = Answer.text("Once upon a time there was a ship.").continuing();
    Script script =
        Script.builder()
            .when(Match.model("gpt-4o-safe"))
            .first(Fault.reset().after(4).of(story))
            .thenAlways(Fault.status(401))
            .otherwise()
            .thenAlways(story)
            .build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"safe\",\"stream\":true," + ODD_REST);

      assertThat(reply.text())
          .contains("group=backup", "fallbacks=1 recoveries=1", "/anchor/openai/gpt-4o-backup\n")
          .doesNotContain("\"error\"")
          .endsWith("data: [DONE]\n\n");
      assertThat(stand.provider().requestCount()).isEqualTo(3);
    }
  }

  @Test
  void requestBringsItsOwnFallbacks() throws IOException {
    try (Stand stand = Stand.of(failing(Fault.status(401)));
        Caller caller = stand.caller()) {
      Reply reply =
          caller.chat("{\"model\":\"safe\",\"fallbacks\":[{\"model\":\"chat\"}]," + ODD_REST);

      assertThat(reply.header("x-litellm-model-group")).isEqualTo("chat");
    }
  }

  @Test
  void requestDoesWithoutFallbacks() throws IOException {
    try (Stand stand = Stand.of(failing(Fault.status(401)));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"safe\",\"disable_fallbacks\":true," + ODD_REST);

      assertThat(reply.status()).isEqualTo(401);
      assertThat(stand.provider().requestCount()).isEqualTo(1);
    }
  }

  @Test
  void whereAllFailTheFirstGroupsErrorIsTold() throws IOException {
    Script script =
        Script.builder()
            .when(Match.model("gpt-4o-safe"))
            .thenAlways(Fault.status(403))
            .otherwise()
            .thenAlways(Fault.status(500))
            .build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"safe\"," + ODD_REST);

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.header("x-mainstay-attempts")).isEqualTo("4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"chat\"]", "[\"backup\",\"chat\",\"backup\"]"})
  void noGroupIsVisitedTwice(String fallbacks) throws IOException {
    try (Stand stand = Stand.always(Fault.status(401));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"chat\",\"fallbacks\":" + fallbacks + "," + ODD_REST);

      assertThat(reply.status()).isEqualTo(401);
      assertThat(stand.provider().requests().stream().map(request -> request.chat().model()))
          .startsWith("gpt-4o")
          .doesNotHaveDuplicates();
    }
  }

  private static Script failing(Fault fault) {
    return Script.builder()
        .when(Match.model("gpt-4o-safe"))
        .thenAlways(fault)
        .otherwise()
        .thenAlways(Answer.text("Hello from the backup"))
        .build();
  }
}
