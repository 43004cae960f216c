package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.openai.Vendor.Style;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the table is a provider that works, plain and streamed, with its key: whoever adds
 * one adds a row, and this test is what it must pass.
 */
class VendorTableTest {
  private static final URI OWN = URI.create("https://own.example.com/v1");
  private static final String ANSWER =
      "{'id':'c','object':'chat.completion','model':'m-1','choices':[{'index':0,'message':"
          + "{'role':'assistant','content':'Hello'},'finish_reason':'stop'}]}";

  static Stream<Vendor> vendors() {
    return Vendor.known().stream();
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void plainCallIsAnsweredWithTheKeyOfTheEnvironment(Vendor vendor) {
    Asking asking = Asking.over(answer()).of(completed(vendor));

    Heard heard = asking.plain();

    assertThat(heard.failure).isEmpty();
    assertThat(heard.text).hasToString("Hello");
    assertThat(asking.sent().uri().toString())
        .startsWith(base(vendor))
        .contains("/chat/completions");
    assertThat(asking.sentBody().text("model").orElse("")).endsWith("some-model");
    assertThat(asking.sent().headers().all("authorization"))
        .isEqualTo(isKeyed(vendor) && !sendsApiKey(vendor) ? List.of("Bearer key-1") : List.of());
    assertThat(asking.sent().headers().all("api-key"))
        .isEqualTo(sendsApiKey(vendor) ? List.of("key-1") : List.of());
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void streamIsHeardAndUsageAskedForWhereItIsTakenAlone(Vendor vendor) {
    String body =
        Asking.events(Asking.text("Hel"), Asking.text("lo"), Asking.finish("stop"), "[DONE]");
    Asking asking = Asking.over(ScriptedTransport.streaming(body)).of(completed(vendor));

    Heard heard = asking.stream();

    assertThat(heard.failure).isEmpty();
    assertThat(heard.text).hasToString("Hello");
    assertThat(asking.sentBody().flag("stream")).contains(true);
    assertThat(asking.sentBody().has("stream_options")).isEqualTo(vendor.usageOnRequest());
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void whatADeploymentSaysItselfGoesBeforeTheTable(Vendor vendor) {
    Deployment own =
        Deployment.of(vendor.name() + "/some-model")
            .withEndpoint(OWN)
            .withKey("key-2")
            .withApiVersion("v9");
    Asking asking = Asking.over(answer());

    asking.of(known(vendor).complete(own, environment(vendor))).plain();

    assertThat(asking.sent().uri()).hasHost("own.example.com");
    assertThat(asking.sent().headers().entries())
        .extracting(header -> header.value())
        .anyMatch(value -> value.endsWith("key-2"));
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void answerThatBeganIsGoneOnWithInTheVendorsOwnForm(Vendor vendor) {
    Asking asking = Asking.over(answer()).of(completed(vendor));

    asking.ask(
        "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'Hel','prefix':true}]}");

    JsonObject sent = asking.sentBody();
    Prefill promise = vendor.prefill().of(completed(vendor));
    boolean isMarked =
        vendor.prefill() == PrefillForm.MARKED || vendor.prefill() == PrefillForm.MARKED_AND_ECHOED;
    assertThat(sent.flag("continue_final_message").orElse(false))
        .isEqualTo(vendor.prefill() == PrefillForm.FLAGGED);
    assertThat(PrefillForm.isMarked(sent)).isEqualTo(isMarked || promise == Prefill.NONE);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void parameterThatIsNotTakenIsRefusedByNameOrDroppedOnRequest(Vendor vendor) {
    for (String name : List.of("logit_bias", "top_logprobs", "presence_penalty")) {
      boolean isTaken = vendor.parameters().taken().contains(name);
      Asking asking = Asking.over(answer()).of(completed(vendor));
      String value = name.equals("logit_bias") ? "{'1':1}" : "1";

      Heard heard = asking.ask("{'messages':[],'" + name + "':" + value + "}");
      asking.ask("{'messages':[],'drops_unsupported':true,'" + name + "':" + value + "}");

      assertThat(heard.failure.isEmpty()).as(name).isEqualTo(isTaken);
      assertThat(asking.sentBody().has(name)).as(name).isEqualTo(isTaken);
      heard.failure.ifPresent(
          failure -> assertThat(failure.message()).contains(vendor.name()).contains(name));
    }
  }

  private static ScriptedTransport answer() {
    return ScriptedTransport.answering(
        200, ANSWER.replace('\'', '"'), "Content-Type", "application/json");
  }

  private static Deployment completed(Vendor vendor) {
    Deployment deployment = Deployment.of(vendor.name() + "/some-model");
    boolean saysWhere = vendor.baseUrl().isEmpty() && vendor.urlVariables().isEmpty();
    return known(vendor)
        .complete(saysWhere ? deployment.withEndpoint(OWN) : deployment, environment(vendor));
  }

  private static KnownProvider known(Vendor vendor) {
    return OpenAiProvider.known().stream()
        .filter(provider -> provider.name().equals(vendor.name()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> environment(Vendor vendor) {
    Map<String, String> environment = new HashMap<>();
    vendor.keyVariables().stream().findFirst().ifPresent(name -> environment.put(name, "key-1"));
    if (vendor.baseUrl().isEmpty()) {
      vendor
          .urlVariables()
          .forEach(name -> environment.put(name, "https://x.services.ai.azure.com"));
    }
    return environment;
  }

  // Those of no name say themselves where they are.
  private static String base(Vendor vendor) {
    return vendor.baseUrl().map(URI::toString).orElse("https://");
  }

  private static boolean isKeyed(Vendor vendor) {
    return !vendor.keyVariables().isEmpty();
  }

  private static boolean sendsApiKey(Vendor vendor) {
    return vendor.style() == Style.AZURE || vendor.style() == Style.FOUNDRY;
  }
}
