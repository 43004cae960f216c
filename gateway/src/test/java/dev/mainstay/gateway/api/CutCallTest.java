package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.GatewayServer;
import dev.mainstay.gateway.server.ServerOptions;
import dev.mainstay.provider.CutAnswer;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.provider.wire.SequenceTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 0.1 and 6.1 as the gateway's callers see them, in both dialects. */
@Timeout(60)
class CutCallTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String ASKED =
      "{\"model\":\"chat\",\"max_tokens\":99,\"stream\":true,%s" + Stand.HELLO;
  private static final String ONCE = ASKED.formatted("\"num_retries\":0,");
  private static final String AGAIN = ASKED.formatted("");

  private static final String COUNTED =
      ASKED.formatted("\"stream_options\":{\"include_usage\":true},");

  static Stream<Arguments> breaks() {
    return Arrays.stream(CutAnswer.values())
        .flatMap(answer ->
            Stream.of(CHAT, MESSAGES)
                .flatMap(path ->
                    Stream.of(Ending.CLOSED, Ending.BROKEN)
                        .map(ending -> Arguments.of(answer, path, ending))));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void cutCallIsAnErrorAndNotAnAnswer(CutAnswer answer, String path, Ending ending)
      throws IOException {
    Reply reply = ask(answer, path, ONCE, answer.answers(answer.call(), ending));

    assertThat(reply.text())
        .contains("\"error\"")
        .doesNotContain("[DONE]", "message_stop", "\"finish_reason\":\"", "stop_reason\":\"");
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void cutCallIsAskedForAgainUnseen(CutAnswer answer, String path, Ending ending)
      throws IOException {
    Transport wire =
        new SequenceTransport(
            answer.answers(answer.call(), ending), answer.answers(answer.whole(), Ending.CLOSED));

    Reply reply = ask(answer, path, AGAIN, wire);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .contains(CutAnswer.FINE, path.equals(CHAT) ? "[DONE]" : "message_stop")
        .doesNotContain("\"error\"", "tool_use", "tool_calls", "city");
  }

  // What was doubted is told as it came: its reason and its usage, each once.
  @ParameterizedTest
  @ValueSource(strings = {CHAT, MESSAGES})
  void cutCallThatTheLastWordProvesGoesOutWithItsEndAndItsUsage(String path) throws IOException {
    CutAnswer answer = CutAnswer.ANTHROPIC;
    String whole = answer.call() + "data: {\"type\":\"message_stop\"}\n\n";

    String text = ask(answer, path, COUNTED, answer.answers(whole, Ending.CLOSED)).text();

    assertThat(text)
        .containsOnlyOnce(
            path.equals(CHAT) ? "\"finish_reason\":\"tool_calls\"" : "\"stop_reason\":\"tool_use\"")
        .containsOnlyOnce(path.equals(CHAT) ? "\"completion_tokens\":1" : "\"output_tokens\":1")
        .contains(path.equals(CHAT) ? "[DONE]" : "message_stop")
        .doesNotContain("\"error\"");
  }

  private static Reply ask(CutAnswer answer, String path, String body, Transport wire)
      throws IOException {
    ManualTime time = new ManualTime();
    GatewayConfig config =
        GatewayConfig.builder().host("127.0.0.1").group("chat", answer.deployment()).build();
    try (Mainstay mainstay =
            config
                .apply(Mainstay.builder())
                .provider(answer.providerName(), answer.provider(wire, time))
                .time(time)
                .build();
        EventLoops loops = EventLoops.start(1);
        GatewayServer server =
            GatewayServer.start(
                loops,
                ServerOptions.defaults().withErrors(Api.errors()).withLimits(config.limits()),
                new Api(mainstay, config, new Admission(config.limits(), time), time, () -> true));
        Caller caller = new Caller(server.port())) {
      return caller.send("POST", path, body.getBytes(UTF_8)).readToAnyEnd();
    }
  }
}
