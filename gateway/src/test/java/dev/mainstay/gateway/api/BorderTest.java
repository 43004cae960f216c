package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.Headers.Field;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 7.5: no header of the caller's goes to the provider, and none of the provider's to the
 * caller.
 */
@Timeout(60)
class BorderTest {
  private static final String MASTER_KEY = "sk-gateway-9876543210";
  private static final List<String> STORY =
      List.of(
          "x-request-id",
          "x-mainstay-call-id",
          "x-litellm-call-id",
          "x-mainstay-group",
          "x-litellm-model-group",
          "x-mainstay-deployment",
          "x-litellm-model-id",
          "x-mainstay-attempts",
          "x-mainstay-retries",
          "x-litellm-attempted-retries",
          "x-mainstay-fallbacks",
          "x-litellm-attempted-fallbacks",
          "x-mainstay-recoveries",
          "x-mainstay-duration-ms",
          "x-litellm-response-duration-ms",
          "x-mainstay-overhead-ms",
          "x-litellm-overhead-duration-ms");

  @ParameterizedTest
  @ValueSource(strings = {Stand.PLAIN, Stand.STREAM})
  void providerSeesNothingOfTheCallerButItsBody(String body) throws IOException {
    try (Stand stand =
            Stand.of(
                Script.always(Answer.text("Hello")),
                config -> config.masterKey(Secret.of(MASTER_KEY)));
        Caller caller = stand.caller()) {
      caller.chat(
          body,
          "Authorization",
          "Bearer " + MASTER_KEY,
          "x-api-key",
          MASTER_KEY,
          "Cookie",
          "session=of-the-caller",
          "OpenAI-Organization",
          "org-of-the-caller",
          "User-Agent",
          "agent-of-the-caller",
          "x-litellm-num-retries",
          "1",
          "x-forwarded-for",
          "10.1.2.3",
          "x-secret",
          "of-the-caller");

      ReceivedRequest asked = stand.askedLast();
      assertThat(asked.headers().stream().map(h -> h.name().toLowerCase(Locale.ROOT)))
          .containsExactlyInAnyOrder(
              "host", "authorization", "content-type", "accept", "user-agent", "content-length");
      assertThat(asked.header("authorization")).contains("Bearer " + Stand.PROVIDER_KEY);
      assertThat(asked.headers().stream().map(dev.mainstay.simulator.exchange.Header::value))
          .noneMatch(value -> value.contains("of-the-caller") || value.contains(MASTER_KEY));
      assertThat(asked.text()).doesNotContain(MASTER_KEY);
    }
  }

  @Test
  void callerSeesNoHeaderOfAProvidersAnswer() throws IOException {
    Answer answer =
        Answer.text("Hello")
            .header("set-cookie", "session=1")
            .header("authorization", "Bearer of-the-provider")
            .header("x-request-id", "req-of-the-provider")
            .header("openai-organization", "org-of-the-provider")
            .header("x-ratelimit-remaining-requests", "7")
            .header("access-control-allow-origin", "*")
            .header("x-should-retry", "true");
    try (Stand stand = Stand.always(answer);
        Caller caller = stand.caller()) {
      Reply plain = caller.chat(Stand.PLAIN);
      Reply streamed = caller.chat(Stand.STREAM);

      assertThat(names(plain))
          .containsExactlyInAnyOrderElementsOf(
              plus(STORY, "content-type", "content-length", "date"));
      assertThat(names(streamed))
          .containsExactlyInAnyOrderElementsOf(
              plus(
                  STORY,
                  "content-type",
                  "transfer-encoding",
                  "date",
                  "cache-control",
                  "x-accel-buffering"));
    }
  }

  @Test
  void callerSeesNoHeaderOfAProvidersError() throws IOException {
    Fault error =
        Fault.status(500)
            .header("set-cookie", "session=1")
            .header("x-should-retry", "true")
            .header("x-request-id", "req-of-the-provider");
    try (Stand stand = Stand.always(error);
        Caller caller = stand.caller()) {
      Reply told = caller.chat(Stand.PLAIN);

      List<String> story =
          STORY.stream()
              .filter(name -> !name.endsWith("deployment") && !name.endsWith("model-id"))
              .toList();
      assertThat(names(told))
          .containsExactlyInAnyOrderElementsOf(
              plus(
                  story,
                  "content-type",
                  "content-length",
                  "date",
                  "x-should-retry",
                  "x-mainstay-waited-ms",
                  "x-mainstay-waited-for"));
      assertThat(told.header("x-should-retry")).isEqualTo("false");
      assertThat(told.header("x-request-id")).doesNotContain("provider");
    }
  }

  private static List<String> names(Reply reply) {
    return reply.headers().entries().stream()
        .map(Field::name)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> plus(List<String> names, String... more) {
    return Stream.concat(names.stream(), Arrays.stream(more)).toList();
  }
}
