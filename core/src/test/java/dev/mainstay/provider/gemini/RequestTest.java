package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.HELLO;
import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.transport.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a chat request goes to at Gemini, and what becomes of its parameters. */
class RequestTest {
  @Test
  void plainRequestIsItsContentsAlone() {
    JsonObject sent = Asking.anybody().sent("{'model':'chat','user':'u','n':1," + HELLO + "}");

    assertThat(sent).isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'Hello'}]}]}"));
  }

  @Test
  void requestGoesToTheModelWithItsKeyInAHeader() {
    Asking asking = Asking.anybody();
    asking.ask("{" + HELLO + ",'stream':true}");

    assertThat(asking.sent().uri())
        .isEqualTo(
            URI.create(
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash"
                    + ":streamGenerateContent?alt=sse"));
    Headers headers = asking.sent().headers();
    assertThat(headers.first("x-goog-api-key")).hasValue(Asking.KEY);
    assertThat(headers.first("Authorization")).isEmpty();
    assertThat(headers.first("Accept")).hasValue("text/event-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "https://host, m, https://host/v1beta/models/m:generateContent",
    "https://host/, m, https://host/v1beta/models/m:generateContent",
    "https://host/v1beta, m, https://host/v1beta/models/m:generateContent",
    "https://host/v1alpha/, m, https://host/v1alpha/models/m:generateContent",
    "https://host/v1/a/b/google-ai-studio, m,"
        + " https://host/v1/a/b/google-ai-studio/v1beta/models/m:generateContent",
    "https://host/v1beta/models/x:generateContent, m, https://host/v1beta/models/m:generateContent",
    "https://host?a=b, m, https://host/v1beta/models/m:generateContent?a=b",
    "https://host, models/m, https://host/v1beta/models/m:generateContent",
    "https://host, tunedModels/m-1, https://host/v1beta/tunedModels/m-1:generateContent",
    "https://host, a/b?c, https://host/v1beta/models/a%2Fb%3Fc:generateContent"
  })
  void baseUrlMayBeMoreOrLessOfTheAddress(String base, String model, String expected) {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("gemini/x")
                    .withModel(model)
                    .withKey(Asking.KEY)
                    .withEndpoint(URI.create(base)));
    asking.ask("{" + HELLO + "}");

    assertThat(asking.sent().uri()).isEqualTo(URI.create(expected));
  }

  @Test
  void missingKeyIsToldByTheNameOfItsVariable() {
    Asking asking = Asking.anybody().of(Deployment.of("gemini/gemini-2.5-pro"));
    Failure failure = asking.ask("{" + HELLO + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(failure.message()).contains("GEMINI_API_KEY");
    assertThat(asking.transport.calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"flex, flex", "priority, priority", "standard, standard", "auto, ", "default, "})
  void serviceTierIsSentInItsOwnField(String asked, String sent) {
    JsonObject body = Asking.anybody().sent("{" + HELLO + ",'service_tier':'" + asked + "'}");

    assertThat(body.text("serviceTier").orElse(null)).isEqualTo(sent);
    assertThat(body.has("service_tier")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'parallel_tool_calls':false | parallel_tool_calls",
        "'service_tier':'scale' | service_tier",
        "'logit_bias':{'1':1} | logit_bias",
        "'audio':{'voice':'v'} | audio",
        "'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'any' | tool_choice",
        "'tools':[{'type':'web_search_20250305','name':'web_search'}] | tools"
      })
  void whatHasNoCounterpartIsRefusedByNameBeforeAnythingIsSent(String member, String param) {
    Asking asking = Asking.anybody();
    Failure failure = asking.ask("{" + HELLO + "," + member + "}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(failure.detail().param()).hasValue(param);
    assertThat(failure.message()).contains("gemini").contains(param.replaceAll("s$", ""));
    assertThat(asking.transport.calls).isEmpty();
  }

  @Test
  void whatHasNoCounterpartIsDroppedWhereSaidSo() {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("gemini/gemini-2.5-flash")
                    .withKey(Asking.KEY)
                    .withParameters(ParameterPolicy.strict().withDropsUnsupported(true)));
    JsonObject sent =
        asking.sent(
            "{"
                + HELLO
                + ",'logit_bias':{'1':1},'parallel_tool_calls':false,'tools':[{'type':'web_search_20250305'}]}");

    assertThat(sent.names()).containsExactly("contents");
  }

  @Test
  void restIsNamedOrPassed() {
    JsonObject sent =
        Asking.anybody()
            .sent(
                "{"
                    + HELLO
                    + ",'max_completion_tokens':7,'temperature':0.5,'top_p':0.9,'n':2,'stop':'a','seed':1,"
                    + "'presence_penalty':0.1,'frequency_penalty':0.2,'logprobs':true,'top_logprobs':3,'modalities':['text','image'],"
                    + "'web_search_options':{},'user':'u','store':true,'metadata':{'x':'y'},'stream_options':{},"
                    + "'top_k':5,'safety_settings':[{'category':'c'}],'cachedContent':'k','anthropic_beta':['b'],"
                    + "'toolConfig':{'retrievalConfig':{}},'generationConfig':{'mediaResolution':'LOW','seed':2}}");

    assertThat(sent.without(java.util.Set.of("contents")))
        .isEqualTo(
            json(
                "{'tools':[{'googleSearch':{}}],'toolConfig':{'retrievalConfig':{}},"
                    + "'generationConfig':{'maxOutputTokens':7,'temperature':0.5,'topP':0.9,'topK':5,'seed':2,"
                    + "'presencePenalty':0.1,'frequencyPenalty':0.2,'responseLogprobs':true,'logprobs':3,'candidateCount':2,'stopSequences':['a'],"
                    + "'responseModalities':['TEXT','IMAGE'],'mediaResolution':'LOW'},"
                    + "'safetySettings':[{'category':'c'}],'cachedContent':'k'}"));
  }
}
