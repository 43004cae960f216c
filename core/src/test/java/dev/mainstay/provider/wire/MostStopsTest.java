package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More texts to stop at than a provider takes, which each answers 400. */
class MostStopsTest {
  private final ScriptedTransport transport = ScriptedTransport.answering(500, "");

  @ParameterizedTest
  @CsvSource({
    "openai, 4",
    "azure, 4",
    "groq, 4",
    "xai, 4",
    "cerebras, 4",
    "fireworks_ai, 4",
    "moonshot, 5",
    "deepseek, 16"
  })
  void moreTextsToStopAtThanAVendorTakesAreRefusedByName(String name, int most) {
    Heard heard = atVendor(name, asked(most + 1), ParameterPolicy.strict());

    assertThat(transport.calls).isEmpty();
    requireRefused(heard, name, most);
  }

  @ParameterizedTest
  @CsvSource({"openai, 4", "azure, 4", "deepseek, 16"})
  void asManyAsAVendorTakesAreSent(String name, int most) {
    atVendor(name, asked(most), ParameterPolicy.strict());

    assertThat(sent()).contains(stops(most));
  }

  @ParameterizedTest
  @CsvSource({"openai, 4", "azure, 4", "groq, 4"})
  void theRestIsDroppedWhereThatIsSaid(String name, int most) {
    atVendor(name, asked(most + 2), ParameterPolicy.strict().withDropsUnsupported(true));

    assertThat(sent()).contains("\"stop\":" + stops(most)).doesNotContain("s" + (most + 1));
  }

  @ParameterizedTest
  @CsvSource({"GEMINI, 5", "GEMINI_AT_VERTEX, 5", "COHERE, 5", "NOVA, 2500"})
  void moreThanAnotherDialectTakesAreRefusedByName(EveryDialect dialect, int most) {
    Heard heard = dialect.ask(transport, dialect.deployment(), asked(most + 1));

    assertThat(transport.calls).isEmpty();
    requireRefused(heard, dialect.provider(), most);
  }

  @ParameterizedTest
  @CsvSource({"GEMINI, 5", "GEMINI_AT_VERTEX, 5", "COHERE, 5", "NOVA, 2500"})
  void theRestIsDroppedInAnotherDialect(EveryDialect dialect, int most) {
    ParameterPolicy drops = ParameterPolicy.strict().withDropsUnsupported(true);
    dialect.ask(transport, dialect.deployment().withParameters(drops), asked(most + 1));

    assertThat(sent()).contains(stops(most)).doesNotContain("s" + (most + 1) + '"');
  }

  @Test
  void callerOfTheMessagesApiIsToldTheSame() {
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],"
            + "\"stop_sequences\":"
            + stops(5)
            + "}";
    ChatRequest request = AnthropicMessages.request(Json.parseObject(body), List.of());

    requireRefused(atVendor("openai", request, ParameterPolicy.strict()), "openai", 4);
    assertThat(transport.calls).isEmpty();
  }

  @Test
  void serverOfOnesOwnThatSpeaksOpenAisDialectTakesWhatItTakes() {
    EveryDialect.OPENAI.ask(transport, EveryDialect.OPENAI.deployment(), asked(9));

    assertThat(sent()).contains(stops(9));
  }

  @Test
  void parameterThatIsAllowedIsSentAsItIs() {
    atVendor("openai", asked(9), ParameterPolicy.strict().withAllowed(Set.of("stop")));

    assertThat(sent()).contains(stops(9));
  }

  @ParameterizedTest
  @CsvSource({"openai, 4", "azure, 4", "cerebras, 4", "fireworks_ai, 4", "xai, 4", "deepseek, 16"})
  void moreThanAVendorTakesInTextCompletionsAreRefusedByName(String name, int most) {
    Heard heard = texts(name, most + 1, ParameterPolicy.strict());

    assertThat(transport.calls).isEmpty();
    requireRefused(heard, name, most);
  }

  @Test
  void theRestIsDroppedInTextCompletions() {
    texts("openai", 6, ParameterPolicy.strict().withDropsUnsupported(true));

    assertThat(sent()).contains("\"stop\":" + stops(4)).doesNotContain("s5");
  }

  private Heard texts(String name, int stops, ParameterPolicy policy) {
    CompletionRequest request =
        new CompletionRequest(
            Json.parseObject(
                "{\"model\":\"m\",\"prompt\":\"Once\",\"stop\":" + stops(stops) + "}"));
    return Heard.from(
        provider(name).complete(deployment(name, policy), request, Duration.ofSeconds(5)));
  }

  private Heard atVendor(String name, ChatRequest request, ParameterPolicy policy) {
    return Heard.from(
        provider(name).open(deployment(name, policy), request, Duration.ofSeconds(5)));
  }

  private OpenAiProvider provider(String name) {
    return new OpenAiProvider(Vendor.named(name).orElseThrow(), transport, new ManualTime());
  }

  private static Deployment deployment(String name, ParameterPolicy policy) {
    Deployment deployment =
        Deployment.of(name + "/m").withKey("k-0123456789").withParameters(policy);
    return name.equals("azure")
        ? deployment.withEndpoint(URI.create("https://me.openai.azure.com"))
        : deployment;
  }

  private static void requireRefused(Heard heard, String provider, int most) {
    Failure refusal = heard.failure.orElseThrow();
    assertThat(refusal).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(refusal.detail().param()).hasValue("stop");
    assertThat(refusal.message())
        .contains(provider + " takes at most " + most + " texts in 'stop'");
  }

  private String sent() {
    return new String(transport.calls.getFirst().body(), StandardCharsets.UTF_8);
  }

  private static ChatRequest asked(int stops) {
    return new ChatRequest(
        Json.parseObject(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"stop\":"
                + stops(stops)
                + "}"));
  }

  private static String stops(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "\"s" + i + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
