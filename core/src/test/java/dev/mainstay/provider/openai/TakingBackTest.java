package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we or the configuration added, and a server refuses, does not cost the call. */
class TakingBackTest {
  private static final String STREAM = "{'messages':[],'stream':true}";

  private final List<JsonObject> sent = new ArrayList<>();
  private Deployment deployment = Deployment.of("vllm/m");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'error':{'message':'Unknown parameter','param':'stream_options',"
            + "'code':'unknown_parameter'}}",
        "400|{'error_code':'BAD_REQUEST','message':'json: unknown field `stream_options`'}",
        "422|{'detail':[{'type':'extra_forbidden','loc':['body','stream_options','include_usage'],"
            + "'msg':'Extra inputs are not permitted'}]}",
        "400|{'error':{'message':'include_usage is not supported'}}"
      })
  void usageThatNobodyAskedForIsNotAskedForWhereItIsRefused(int status, String refusal) {
    OpenAiProvider provider = refusing(json -> json.has("stream_options"), status, refusal);

    Heard first = ask(provider, STREAM);
    Heard second = ask(provider, STREAM);

    assertThat(first.text).hasToString("Hi");
    assertThat(second.text).hasToString("Hi");
    assertThat(sent.stream().map(json -> json.has("stream_options")))
        .containsExactly(true, false, false);
  }

  @Test
  void whatIsLeftOutAlreadyIsNotTakenBackOnceMore() {
    deployment = deployment.withDefaults(Asking.json("{'top_k':5}"));
    OpenAiProvider provider =
        refusing(json -> json.has("top_k") || sent.size() > 2, 400, named("top_k"));
    ask(provider, STREAM);
    sent.clear();
    sent.add(JsonObject.empty());
    sent.add(JsonObject.empty());

    Heard heard = ask(provider, STREAM);

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.BadRequest.class);
    assertThat(sent).hasSize(3);
  }

  @Test
  void whatTheCallerSentIsTheCallersToLearn() {
    OpenAiProvider provider =
        refusing(json -> json.has("stream_options"), 400, named("stream_options"));

    Heard heard =
        ask(provider, "{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.BadRequest.class);
    assertThat(sent).hasSize(1);
  }

  @Test
  void callersOwnStreamOptionsStayWhereOnlyTheUsageIsOurs() {
    OpenAiProvider provider =
        refusing(
            json -> json.object("stream_options").orElseThrow().has("include_usage"),
            400,
            named("stream_options.include_usage"));

    Heard heard =
        ask(
            provider,
            "{'messages':[],'stream':true,'stream_options':{'include_obfuscation':false}}");

    assertThat(heard.text).hasToString("Hi");
    assertThat(sent.getLast().object("stream_options").orElseThrow().toJson())
        .isEqualTo("{\"include_obfuscation\":false}");
  }

  @Test
  void defaultThatIsRefusedIsTakenBack() {
    deployment = deployment.withDefaults(Asking.json("{'temperature':0.2,'top_p':0.9}"));
    OpenAiProvider provider = refusing(json -> json.has("temperature"), 400, named("temperature"));

    Heard heard = ask(provider, "{'messages':[],'stream':true}");
    ask(provider, "{'messages':[],'stream':true}");

    assertThat(heard.text).hasToString("Hi");
    assertThat(sent).hasSize(3);
    assertThat(sent.getLast().has("temperature")).isFalse();
    assertThat(sent.getLast().has("top_p")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "max_completion_tokens", "guardrails"})
  void defaultThatBoundsOrProtectsIsNeverTakenBack(String name) {
    deployment = deployment.withDefaults(Asking.json("{'" + name + "':5}"));
    OpenAiProvider provider = refusing(json -> json.has(name), 400, named(name));

    Heard heard = ask(provider, "{'messages':[],'stream':true}");

    assertThat(heard.isSuccess()).isFalse();
    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 429, 500, 503})
  void onlyARefusalOfTheRequestIsAskedAgain(int status) {
    OpenAiProvider provider = refusing(json -> true, status, named("stream_options"));

    ask(provider, STREAM);

    assertThat(sent).hasSize(1);
  }

  @Test
  void refusalThatStaysIsToldAndNotRemembered() {
    OpenAiProvider provider =
        refusing(json -> true, 400, "{'error':{'message':'your text says stream_options'}}");

    Heard heard = ask(provider, STREAM);
    ask(provider, STREAM);

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.BadRequest.class);
    assertThat(sent.stream().map(json -> json.has("stream_options")))
        .containsExactly(true, false, true, false);
  }

  @Test
  void anotherDeploymentIsStillAsked() {
    OpenAiProvider provider =
        refusing(json -> json.has("stream_options"), 400, named("stream_options"));
    ask(provider, STREAM);
    deployment = Deployment.of("vllm/other");

    ask(provider, STREAM);

    assertThat(sent.get(2).has("stream_options")).isTrue();
  }

  @Test
  void callerWhoLeavesBetweenTheTwoEndsTheSecond() throws Exception {
    Failure left = new Failure.Cancelled(FailureDetail.of("the caller left"));
    ScriptedTransport refuses =
        ScriptedTransport.answering(400, named("stream_options").replace('\'', '"'));
    ScriptedTransport answers = ScriptedTransport.streaming("");
    List<ProviderStream> attempt = new ArrayList<>();
    OpenAiProvider provider =
        provider(call -> {
          if (!Json.parseObject(call.body()).has("stream_options")) {
            attempt.getFirst().abort(left);
            return answers.open(call);
          }
          return refuses.open(call);
        });
    attempt.add(open(provider, STREAM));

    assertThat(attempt.getFirst().next()).isEqualTo(new ProviderStream.Broken(left));
    assertThat(answers.calls).isEmpty();
  }

  @Test
  void addressThatCannotBeIsAFailureWithoutItsKey() {
    deployment = Deployment.of("azure/m").withKey("sk-0123456789abcdef");

    Heard heard =
        Heard.from(
            provider(
                    call -> {
                      throw new IllegalStateException("bad: sk-0123456789abcdef");
                    })
                .open(
                    deployment.withEndpoint(URI.create("https://host")),
                    new ChatRequest(Asking.json("{'messages':[]}")),
                    Duration.ofSeconds(5)));

    assertThat(heard.failure.orElseThrow().messageToCaller())
        .isEqualTo("the request cannot be sent: java.lang.IllegalStateException: bad: ***");
  }

  private static String named(String field) {
    return "{'error':{'message':'refused','param':'" + field + "'}}";
  }

  private OpenAiProvider refusing(Predicate<JsonObject> refuses, int status, String refusal) {
    ScriptedTransport refused = ScriptedTransport.answering(status, refusal.replace('\'', '"'));
    String answer = Asking.events(Asking.text("Hi"), Asking.finish("stop"));
    return provider(call -> {
      JsonObject json = Json.parseObject(call.body());
      sent.add(json);
      return refuses.test(json)
          ? refused.open(call)
          : ScriptedTransport.streaming(answer).open(call);
    });
  }

  private static OpenAiProvider provider(Opening opening) {
    Transport transport =
        new Transport() {
          @Override
          public Exchange open(HttpCall call) {
            return opening.open(call);
          }

          @Override
          public void close() {}
        };
    return new OpenAiProvider(Vendor.compatible("vllm"), transport, new ManualTime());
  }

  private Heard ask(OpenAiProvider provider, String request) {
    return Heard.from(open(provider, request));
  }

  private ProviderStream open(OpenAiProvider provider, String request) {
    Deployment at = deployment.withEndpoint(URI.create("http://host/v1"));
    return provider.open(at, new ChatRequest(Asking.json(request)), Duration.ofSeconds(5));
  }

  private interface Opening {
    Exchange open(HttpCall call);
  }
}
