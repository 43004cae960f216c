package dev.mainstay.continuation;

import static dev.mainstay.continuation.ContinuationTest.CONTINUES;
import static dev.mainstay.continuation.ContinuationTest.LONG;
import static dev.mainstay.continuation.ContinuationTest.REQUEST;
import static dev.mainstay.continuation.ContinuationTest.TEXT;
import static dev.mainstay.continuation.ContinuationTest.plan;
import static dev.mainstay.continuation.ContinuationTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.continuation.Continuation.Anchored;
import dev.mainstay.continuation.Continuation.Final;
import dev.mainstay.continuation.Continuation.FromStart;
import dev.mainstay.continuation.Continuation.Prefilled;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS 6.4: what a deployment adds to a request, or a request says beside its messages, and
 * its continuation goes by.
 */
class ContinuationOfDefaultsTest {
  /** What a deployment's defaults or an extra_body ask for is asked for as well. */
  @Test
  void formAndReasoningThatTheDefaultsAskForCount() {
    Deployment deployment = Deployment.of("openai/m");
    Deployment strict =
        deployment.withDefaults(defaults("{\"response_format\":{\"type\":\"json_object\"}}"));
    Deployment thoughtful = deployment.withDefaults(defaults("{\"reasoning_effort\":\"high\"}"));
    ChatRequest extra = with("{\"extra_body\":{\"response_format\":{\"type\":\"json_object\"}}}");

    assertThat(plan(strict, REQUEST, TEXT, Continuer.unknown(REQUEST)))
        .isInstanceOf(FromStart.class);
    assertThat(plan(deployment, extra, TEXT, Continuer.unknown(REQUEST)))
        .isInstanceOf(FromStart.class);
    assertThat(plan(thoughtful, REQUEST, TEXT, CONTINUES)).isInstanceOf(Anchored.class);
    assertThat(plan(thoughtful, with("{\"reasoning_effort\":\"none\"}"), TEXT, CONTINUES))
        .isInstanceOf(Prefilled.class);
  }

  /** What a deployment adds is asked of it as if the caller had said it. */
  @Test
  void boundsAndObstaclesThatTheDefaultsOrExtraFieldsSetCount() {
    Deployment deployment = Deployment.of("openai/m");
    Deployment limited = deployment.withDefaults(defaults("{\"max_tokens\": 900}"));
    ChatRequest extra = with("{\"extra_body\": {\"max_tokens\": 900}}");

    assertThat(limit(plan(limited, REQUEST, LONG, Continuer.unknown(REQUEST))))
        .isBetween(64L, 899L);
    assertThat(limit(plan(deployment, extra, LONG, CONTINUES))).isBetween(64L, 899L);
    assertThat(limit(plan(limited, with("{\"max_tokens\": 90}"), LONG, CONTINUES))).isEqualTo(64);
    assertThat(
            limit(plan(limited.withParameters(dropping("max_tokens")), REQUEST, LONG, CONTINUES)))
        .isEqualTo(-1);
    assertThat(plan(deployment.withDefaults(defaults("{\"n\": 2}")), REQUEST, TEXT, CONTINUES))
        .isInstanceOf(Final.class);
    assertThat(
            plan(
                deployment.withDefaults(defaults("{\"tool_choice\": \"required\"}")),
                REQUEST,
                TEXT,
                CONTINUES))
        .isInstanceOf(Anchored.class);
  }

  @Test
  void messageIsTheCallersOwnPrefillOnlyWhereItIsMarkedInWhateverWords() {
    ChatRequest begun =
        ChatRequest.builder("m").user("?").assistant("So, as it was told: ").build();
    ChatRequest marked =
        new ChatRequest(begun.json().with("continue_final_message", JsonBoolean.TRUE));

    assertThat(plan(marked, "So, as it was", CONTINUES))
        .isInstanceOfSatisfying(
            FromStart.class, plan -> assertThat(plan.request()).isSameAs(marked));
    assertThat(plan(begun, "So, as it was", CONTINUES))
        .isInstanceOfSatisfying(
            Prefilled.class,
            plan ->
                assertThat(plan.request().messages().getLast().text())
                    .isEqualTo("So, as it was told: So, as it was"));
  }

  @Test
  void lastMessageOfTheUsersIsNoPrefillWhateverIsAskedOfIt() {
    ChatRequest asked =
        ChatRequest.builder("m").user(TEXT + "the lazy dog: say that again").build();
    ChatRequest marked =
        new ChatRequest(asked.json().with("continue_final_message", JsonBoolean.TRUE));

    assertThat(plan(marked, TEXT, CONTINUES)).isInstanceOf(Prefilled.class);
  }

  @Test
  void extraFieldsAboutALastMessageOfTheAssistantsAreLeftOutWhereItIsTheUsers() {
    ChatRequest request =
        with("{\"extra_body\":{\"continue_final_message\":true,\"top_k\":1},\"top_p\":1}");

    Anchored plan = (Anchored) plan(request, TEXT, Continuer.unknown(REQUEST));

    assertThat(plan.request().json().object("extra_body").orElseThrow().toJson())
        .isEqualTo("{\"top_k\":1}");
  }

  private static long limit(Continuation plan) {
    ChatRequest asked =
        plan instanceof Prefilled prefilled ? prefilled.request() : ((Anchored) plan).request();
    return asked.json().number("max_tokens").orElse(-1);
  }

  private static ParameterPolicy dropping(String name) {
    return ParameterPolicy.strict().withDropped(Set.of(name));
  }

  private static JsonObject defaults(String json) {
    return Json.parseObject(json);
  }
}
