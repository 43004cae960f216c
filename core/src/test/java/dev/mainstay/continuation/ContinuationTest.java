package dev.mainstay.continuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.continuation.Continuation.Anchored;
import dev.mainstay.continuation.Continuation.Final;
import dev.mainstay.continuation.Continuation.FromStart;
import dev.mainstay.continuation.Continuation.Prefilled;
import dev.mainstay.continuation.Continuation.Unchanged;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.splice.Anchor;
import dev.mainstay.splice.Spliced;
import dev.mainstay.stream.Delivered;
import dev.mainstay.text.TokenEstimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.4: how a target is asked to go on. */
class ContinuationTest {
  static final String TEXT = "The quick brown fox jumps ov ";
  static final String LONG =
      "The quick brown fox jumps over it. ".repeat(8) + "And then it did not.";
  static final ChatRequest REQUEST = ChatRequest.builder("m").system("s").user("?").build();
  static final Continuer CONTINUES =
      new Continuer(Prefill.CONTINUES, false, false, VendorTerms.of(REQUEST));
  private static final Continuer AFTER_DISAGREEMENT =
      new Continuer(Prefill.NONE, false, true, VendorTerms.of(REQUEST));

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"n\": 2}", "{\"logprobs\": true}"})
  void whereNothingWentOutTheOriginalRequestIsSentUnchanged(String more) {
    ChatRequest request = with(more);

    Continuation plan = Continuation.plan(request, Delivered.nothing(), Continuer.unknown(request));

    assertThat(plan).isEqualTo(new Unchanged(request));
  }

  @Test
  void reasoningAloneIsNotReplayed() {
    Continuation plan =
        Continuation.plan(
            REQUEST, new Delivered("", true, false, false), Continuer.unknown(REQUEST));

    assertThat(plan).isEqualTo(new Unchanged(REQUEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\": 2}",
        "{\"logprobs\": true}",
        "{\"logprobs\": 1}",
        "{\"top_logprobs\": 1}",
        "{\"echo\": true}",
        "{\"prompt\": [1, 2]}",
        "{\"audio\": {\"voice\": \"alloy\"}}",
        "{\"modalities\": [\"text\", \"audio\"]}"
      })
  void severalChoicesLogprobsSoundAndPromptsThatAreRepeatedOrNoTextAreFinal(String more) {
    assertThat(plan(with(more), TEXT, CONTINUES)).isInstanceOf(Final.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\": 1}",
        "{\"logprobs\": false}",
        "{\"top_logprobs\": 0}",
        "{\"echo\": false}",
        "{\"modalities\": [\"text\"]}",
        "{\"response_format\": {\"type\": \"text\"}}"
      })
  void whatAsksForOneAnswerOfPlainTextIsGoneOnWith(String more) {
    assertThat(plan(with(more), TEXT, CONTINUES)).isInstanceOf(Prefilled.class);
    assertThat(plan(with(more), TEXT, Continuer.unknown(REQUEST))).isInstanceOf(Anchored.class);
  }

  @Test
  void refusalsAndToolCallsThatWentOutAreFinal() {
    assertThat(Continuation.plan(REQUEST, new Delivered("a", false, true, false), CONTINUES))
        .isInstanceOf(Final.class);
    assertThat(Continuation.plan(REQUEST, new Delivered("a", false, false, true), CONTINUES))
        .isInstanceOf(Final.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void prefillEndsInTheTextWithoutItsTrailingWhitespace(Prefill prefill) {
    Prefilled plan =
        (Prefilled)
            plan(REQUEST, TEXT, new Continuer(prefill, false, false, VendorTerms.of(REQUEST)));

    assertThat(messages(plan.request()))
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"?\"},"
                + "{\"role\":\"assistant\",\"content\":\"The quick brown fox jumps ov\","
                + "\"prefix\":true}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tool_choice\": \"required\"}",
        "{\"tool_choice\": {\"type\": \"function\"}}",
        "{\"reasoning_effort\": \"low\"}",
        "{\"thinking\": {\"type\": \"enabled\"}}",
        "{\"reasoning\": {}}",
        "{\"chat_template_kwargs\": {\"enable_thinking\": true}}"
      })
  void prefillIsNotForThinkingOrAForcedTool(String more) {
    assertThat(plan(with(more), TEXT, CONTINUES)).isInstanceOf(Anchored.class);
  }

  @Test
  void prefillIsNotForAnAnswerThatHasReasoned() {
    Delivered reasoned = new Delivered(TEXT, true, false, false);

    assertThat(Continuation.plan(REQUEST, reasoned, CONTINUES)).isInstanceOf(Anchored.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tool_choice\": \"auto\"}",
        "{\"reasoning_effort\": \"none\"}",
        "{\"thinking\": {\"type\": \"disabled\"}}"
      })
  void prefillIsForWhatSwitchesThemOff(String more) {
    assertThat(plan(with(more), TEXT, CONTINUES)).isInstanceOf(Prefilled.class);
  }

  @Test
  void anchorIsAskedForByTheUserAfterTheTextAsTheAssistants() {
    Anchored plan = (Anchored) plan(REQUEST, TEXT, Continuer.unknown(REQUEST));

    assertThat(plan.request().messages())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "user");
    assertThat(plan.request().messages().get(2)).isEqualTo(Message.assistant(TEXT));
    assertThat(plan.request().messages().getLast().text())
        .contains("repeating exactly the words below")
        .contains("no preamble")
        .endsWith("\n\nThe quick brown fox jumps ov");
  }

  @Test
  void textIsAppendedToTheCallersOwnLastMessageOfTheAssistant() {
    ChatRequest begun = ChatRequest.builder("m").user("?").assistant("So: ").build();

    Anchored anchored = (Anchored) plan(begun, TEXT, Continuer.unknown(REQUEST));
    Prefilled prefilled = (Prefilled) plan(begun, TEXT, CONTINUES);

    assertThat(anchored.request().messages()).hasSize(3);
    assertThat(anchored.request().messages().get(1).text()).isEqualTo("So: " + TEXT);
    assertThat(prefilled.request().messages()).hasSize(2);
    assertThat(prefilled.request().messages().getLast().text()).isEqualTo("So: " + TEXT.strip());
  }

  @Test
  void textIsAppendedToTheCallersOwnPrefillAsWell() {
    ChatRequest begun = prefilled("So, as I have told it many a time: ");

    Prefilled plan = (Prefilled) plan(begun, TEXT, CONTINUES);

    assertThat(plan.request().messages().getLast().text())
        .isEqualTo("So, as I have told it many a time: " + TEXT.strip());
  }

  /** The whole of it was, and nothing else has come yet. */
  @Test
  void callersOwnPrefillThatWasRepeatedToItsEndIsGoneOnWith() {
    ChatRequest begun = prefilled("The quick brown");

    Prefilled plan = (Prefilled) plan(begun, "The quick brown", CONTINUES);

    assertThat(plan.request().messages().getLast().text()).isEqualTo("The quick brown");
  }

  private static ChatRequest prefilled(String text) {
    JsonObject begun = Message.assistant(text).json().with("prefix", JsonBoolean.TRUE);
    return ChatRequest.builder("m").user("?").message(new Message(begun)).build();
  }

  @Test
  void textIsAppendedToPartsAsAPart() {
    ChatRequest begun =
        with(
            "{\"messages\": [{\"role\": \"assistant\", \"content\":"
                + " [{\"type\": \"text\", \"text\": \"So: \"}]}]}");

    Prefilled plan = (Prefilled) plan(begun, TEXT, CONTINUES);

    assertThat(plan.request().messages().getLast().content()).hasSize(2);
    assertThat(plan.request().messages().getLast().text()).isEqualTo("So: " + TEXT.strip());
  }

  @Test
  void callersOwnPrefillThatWasRepeatedToItIsNotSentTwiceNorMarkedWhereItIsNotLast() {
    ChatRequest begun =
        with(
            "{\"continue_final_message\": true, \"add_generation_prompt\": false, \"messages\":"
                + " [{\"role\": \"assistant\", \"content\": \"The quick\", \"prefix\": true}]}");

    Anchored plan = (Anchored) plan(begun, TEXT, Continuer.unknown(REQUEST));

    assertThat(plan.request().messages().getFirst()).isEqualTo(Message.assistant(TEXT));
    assertThat(plan.request().json().has("continue_final_message")).isFalse();
    assertThat(plan.request().json().has("add_generation_prompt")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Prefill.class)
  void breakInsideTheCallersOwnPrefillAsItIsRepeatedSendsTheOriginalRequest(Prefill prefill) {
    ChatRequest request = prefilled("So, as it was told: ");

    Continuation plan =
        plan(
            request,
            "So, as it was",
            new Continuer(prefill, false, false, VendorTerms.of(REQUEST)));

    assertThat(plan).isInstanceOf(FromStart.class);
    assertThat(((FromStart) plan).request()).isEqualTo(request);
  }

  @Test
  void textOfUnderTwelveCharactersIsToldAgainAndAskedForByAnchorWhereThatDisagreed() {
    assertThat(plan(REQUEST, " eleven char ", Continuer.unknown(REQUEST)))
        .isInstanceOfSatisfying(
            FromStart.class, plan -> assertThat(plan.request()).isSameAs(REQUEST));
    assertThat(plan(REQUEST, " eleven char ", AFTER_DISAGREEMENT))
        .isInstanceOfSatisfying(
            Anchored.class,
            plan ->
                assertThat(plan.request().messages().getLast().text()).endsWith("\n\neleven char"));
    assertThat(plan(REQUEST, "Hi", CONTINUES)).isInstanceOf(Prefilled.class);
  }

  @Test
  void textWithoutAnAnchorIsToldAgain() {
    assertThat(plan(REQUEST, "x".repeat(2_000), Continuer.unknown(REQUEST)))
        .isInstanceOf(FromStart.class);
    assertThat(plan(REQUEST, " \n", CONTINUES)).isInstanceOf(FromStart.class);
  }

  @Test
  void strictFormIsGoneOnWithByPrefillElseToldAgainExactlyElseFinal() {
    ChatRequest strict = with("{\"response_format\": {\"type\": \"json_object\"}}");
    ChatRequest free = with("{\"response_format\": {\"type\": \"text\"}}");

    assertThat(plan(strict, TEXT, CONTINUES)).isInstanceOf(Prefilled.class);
    assertThat(plan(strict, TEXT, Continuer.unknown(REQUEST)))
        .isInstanceOfSatisfying(
            FromStart.class,
            plan ->
                assertThat(plan.splice().add(TEXT.strip() + "\nx"))
                    .isInstanceOf(Spliced.Failed.class));
    assertThat(plan(strict, TEXT, AFTER_DISAGREEMENT)).isInstanceOf(Final.class);
    assertThat(plan(free, TEXT, Continuer.unknown(REQUEST))).isInstanceOf(Anchored.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"guided_json\": {}}",
        "{\"structured_outputs\": {\"regex\": \"a\"}}",
        "{\"output_config\": {\"format\": {\"type\": \"json_schema\"}}}"
      })
  void formThatIsAskedForInAVendorsOwnWordsIsStrictAsWell(String more) {
    assertThat(plan(with(more), TEXT, CONTINUES)).isInstanceOf(Prefilled.class);
    assertThat(plan(with(more), TEXT, Continuer.unknown(REQUEST))).isInstanceOf(FromStart.class);
    assertThat(plan(with(more), TEXT, AFTER_DISAGREEMENT)).isInstanceOf(Final.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 100})
  void limitOnTokensIsLoweredByWhatWasDelivered(long limit) {
    ChatRequest request =
        with("{\"max_tokens\": " + limit + ", \"max_completion_tokens\": " + limit + "}");
    long used = TokenEstimate.of(LONG);
    long anchor = TokenEstimate.of(Anchor.of(LONG).orElseThrow().text());

    JsonObject prefilled = ((Prefilled) plan(request, LONG, CONTINUES)).request().json();
    JsonObject anchored =
        ((Anchored) plan(request, LONG, Continuer.unknown(REQUEST))).request().json();

    for (String name : ContinuationRequest.LIMITS) {
      assertThat(prefilled.number(name)).hasValue(Math.max(limit - used, 64));
      assertThat(anchored.number(name)).hasValue(Math.max(limit - used, 64) + anchor);
    }
  }

  @Test
  void limitOnTokensIsLeftAloneWhereReasoningCountsTowardsItAndWhereThereIsNone() {
    ChatRequest request = with("{\"max_tokens\": 100}");
    Continuer reasons = new Continuer(Prefill.NONE, true, false, VendorTerms.of(REQUEST));

    assertThat(((Anchored) plan(request, TEXT, reasons)).request().json().number("max_tokens"))
        .hasValue(100);
    assertThat(
            ((Anchored) plan(REQUEST, TEXT, Continuer.unknown(REQUEST)))
                .request()
                .json()
                .has("max_tokens"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning_effort\": \"low\"}",
        "{\"thinking\": {\"type\": \"enabled\"}}",
        "{\"enable_thinking\": true}"
      })
  void limitIsLeftAloneWhereReasoningIsAskedForInWhateverWords(String more) {
    ChatRequest request = new ChatRequest(with(more).json().with("max_tokens", JsonNumber.of(500)));

    assertThat(((Anchored) plan(request, LONG, CONTINUES)).request().json().number("max_tokens"))
        .hasValue(500);
  }

  @Test
  void limitThatMayCountHiddenReasoningIsLeftAlone() {
    ChatRequest request = with("{\"max_completion_tokens\": 500}");

    JsonObject asked =
        ((Anchored) plan(request, LONG, Continuer.unknown(REQUEST))).request().json();

    assertThat(asked.number("max_completion_tokens")).hasValue(500);
  }

  static Continuation plan(ChatRequest request, String text, Continuer target) {
    return plan(Deployment.of("openai/m"), request, text, target);
  }

  static Continuation plan(
      Deployment deployment, ChatRequest request, String text, Continuer target) {
    Continuer asked =
        new Continuer(
            target.prefill(),
            target.reasons(),
            target.restartDisagreed(),
            VendorFields.of(deployment, request));
    return Continuation.plan(request, Delivered.text(text), asked);
  }

  static ChatRequest with(String more) {
    JsonObject[] json = {REQUEST.json()};
    Json.parseObject(more).forEach((name, value) -> json[0] = json[0].with(name, value));
    return new ChatRequest(json[0]);
  }

  private static String messages(ChatRequest request) {
    return request.json().array("messages").orElseThrow().toJson();
  }

  /** Claude goes on with no message of the assistant's where its answer has a form. */
  @Test
  void formedAnswerOfWhoDoesNotPrefillFormsIsToldAnew() {
    ChatRequest request = with("{\"response_format\": {\"type\": \"json_schema\"}}");
    Deployment claude = Deployment.of("anthropic/claude-sonnet-4-5");

    Continuer target =
        new Continuer(Prefill.CONTINUES, false, false, VendorFields.ofClaude(claude, request));

    assertThat(Continuation.plan(request, Delivered.text(TEXT), target))
        .isInstanceOf(FromStart.class);
    assertThat(plan(request, TEXT, CONTINUES)).isInstanceOf(Prefilled.class);
  }
}
