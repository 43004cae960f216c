package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 7.1 and 7.5: what is the same whatever is asked. */
@Timeout(60)
class SurfaceTest {
  /** A request, and the status of its answer. */
  private record Asked(String method, String path, String body, int status) {}

  @Test
  void everyAnswerHasARequestIdOfItsOwn() throws IOException {
    List<Asked> requests =
        List.of(
            new Asked("POST", "/v1/chat/completions", Stand.PLAIN, 200),
            new Asked("POST", "/v1/chat/completions", Stand.STREAM, 200),
            new Asked("POST", "/v1/messages", "{\"max_tokens\":9," + tail(Stand.PLAIN), 200),
            new Asked("POST", "/v1/messages/count_tokens", Stand.PLAIN, 200),
            new Asked("GET", "/v1/models", "", 200),
            new Asked("GET", "/v1/models/chat", "", 200),
            new Asked("GET", "/health/liveliness", "", 200),
            new Asked("GET", "/health/readiness", "", 200),
            new Asked("GET", "/health/deployments", "", 200),
            new Asked("POST", "/v1/chat/completions", "{", 400),
            new Asked("POST", "/v1/messages", "{", 400),
            new Asked("POST", "/v1/embeddings", "{}", 400),
            new Asked("GET", "/v1/nothing", "", 404),
            new Asked("GET", "/v1/models/nothing", "", 404),
            new Asked("POST", "/v1/chat/completions", "{\"model\":\"x\"," + Stand.HELLO, 404),
            new Asked("GET", "/v1/chat/completions", "", 405),
            new Asked("POST", "/v1/chat/completions", " ".repeat(5000), 413));
    Set<String> ids = new HashSet<>();
    try (Stand stand =
        Stand.of(
            Script.always(Answer.text("Hi")),
            config -> config.limits(GatewayLimits.defaults().withMaxBodyBytes(4096)))) {
      for (Asked asked : requests) {
        Reply reply = ask(stand, asked);

        assertThat(reply.status()).as(asked.toString()).isEqualTo(asked.status());
        assertThat(reply.headers().all("x-request-id")).as(asked.toString()).hasSize(1);
        assertThat(ids.add(reply.header("x-request-id"))).as(asked.toString()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Stand.PLAIN, Stand.STREAM})
  void errorHasTheProvidersOwnTypeParamAndCode(String body) throws IOException {
    ErrorBody error =
        ErrorBody.of("messages[0] is odd", "odd_request_error")
            .param("messages")
            .code("odd_message");
    try (Stand stand = Stand.always(Fault.status(400).error(error));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(body);

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error().names()).containsExactly("message", "type", "param", "code");
      assertThat(reply.error().text("message")).contains("messages[0] is odd");
      assertThat(reply.error().text("type")).contains("odd_request_error");
      assertThat(reply.error().text("param")).contains("messages");
      assertThat(reply.error().text("code")).contains("odd_message");
    }
  }

  // What is within a limit must pass.
  @Test
  void jsonOfTheGreatestDepthAndTheLongestNameAreTaken() throws IOException {
    String name = "n".repeat(256);
    String deep = "[".repeat(511) + "]".repeat(511);
    try (Stand stand =
            Stand.with(
                Script.always(Answer.text("Hi")),
                (config, url) ->
                    config.group(
                        name,
                        Deployment.of("openai/gpt-4o")
                            .withEndpoint(url)
                            .withKey(Stand.PROVIDER_KEY)));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"odd\":" + deep + ",\"model\":\"" + name + "\"," + Stand.HELLO);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(stand.askedLast().text()).contains(deep);
    }
  }

  private static Reply ask(Stand stand, Asked asked) throws IOException {
    try (Caller caller = stand.caller()) {
      return caller.send(asked.method(), asked.path(), asked.body().getBytes(UTF_8)).read();
    }
  }

  private static String tail(String json) {
    return json.substring(1);
  }
}
