package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.json.Json;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that a caller of the Messages API has begun, before those who go on with it. */
@Timeout(60)
class PrefillTest {
  private static final String BEGUN = "Once upon a time";
  private static final String REST = " there was a king who had three sons and a daughter.";
  private static final Answer STORY = Answer.text(BEGUN + REST).continuing();

  @ParameterizedTest
  @CsvSource({
    "mistral, /api.mistral.ai/v1, false",
    "mistral, /api.mistral.ai/v1, true",
    "deepseek, /v1, false",
    "deepseek, /v1, true",
    "hosted_vllm, /v1, false",
    "hosted_vllm, /v1, true",
  })
  void answerIsWhatFollows(String provider, String path, boolean isStream) throws IOException {
    assertThat(answer(Script.always(STORY), provider, path, isStream)).isEqualTo(REST);
  }

  @ParameterizedTest
  @CsvSource({"mistral, /api.mistral.ai/v1", "deepseek, /v1", "hosted_vllm, /v1"})
  void brokenStreamGoesOnToTheSameEnd(String provider, String path) throws IOException {
    Script script =
        Script.builder().first(Fault.reset().after(9).of(STORY)).thenAlways(STORY).build();

    assertThat(answer(script, provider, path, true)).isEqualTo(REST);
  }

  private static String answer(Script script, String provider, String path, boolean isStream)
      throws IOException {
    String asked =
        "{\"model\":\"m\",\"max_tokens\":99,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"A story.\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
            .formatted(isStream, BEGUN);
    try (Stand stand =
            Stand.with(
                script,
                (config, url) ->
                    config
                        .group("m", deployment(provider, url.resolve(path)))
                        .fallback("m", "backup")
                        .policies(all ->
                            all.withBackoff(
                                Backoff.defaults().withBaseDelay(Duration.ofMillis(2)))));
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", "/v1/messages", asked.getBytes(UTF_8)).read();
      assertThat(reply.status()).isEqualTo(200);
      return isStream ? ClaudeTest.text(reply) : plain(reply);
    }
  }

  private static Deployment deployment(String provider, URI endpoint) {
    return Deployment.of(provider + "/m").withEndpoint(endpoint).withKey(Stand.PROVIDER_KEY);
  }

  private static String plain(Reply reply) {
    return Json.parseObject(reply.text())
        .array("content")
        .orElseThrow()
        .objects()
        .map(block -> block.text("text").orElse(""))
        .collect(Collectors.joining());
  }
}
