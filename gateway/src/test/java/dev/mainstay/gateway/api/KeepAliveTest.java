package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SEMANTICS 6.4: from the commit on a stream is never long silent, also while it recovers. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class KeepAliveTest {
  private static final String SIGN = ": keep-alive";

  @Test
  void callerHearsSomethingWhileItsStreamRecovers() throws IOException {
    Answer story = Answer.text("Once upon a time there was a ship.").continuing();
    Script script =
        Script.builder()
            .first(Fault.reset().after(4).of(story))
            .thenAlways(story.headAfter(Duration.ofMillis(500)))
            .build();
    try (Stand stand = Stand.of(script, KeepAliveTest::often);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.STREAM);

      List<String> events = reply.lines();
      assertThat(events).contains(SIGN).anyMatch(event -> event.contains("recoveries=1"));
      assertThat(events.indexOf(SIGN)).isGreaterThan(3);
      assertThat(events)
          .allMatch(event -> event.startsWith("data: ") || event.startsWith(": "))
          .endsWith("data: [DONE]");
    }
  }

  @Test
  void silenceBeforeTheCommitIsNotBroken() throws IOException {
    Answer slow = Answer.text("Hello").headAfter(Duration.ofMillis(300));
    try (Stand stand = Stand.of(Script.always(slow), KeepAliveTest::often);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.STREAM);

      assertThat(reply.text()).startsWith("data: ").contains("Hello");
    }
  }

  private static GatewayConfigBuilder often(GatewayConfigBuilder config) {
    return config.limits(GatewayLimits.defaults().withKeepAliveInterval(Duration.ofMillis(50)));
  }
}
