package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.continues;
import static dev.mainstay.engine.BrokenTale.text;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.keepsAlive;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.Recovery;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.7: the splice where 6.4 allows it, else the answer anew, and the caller told so. */
class ContinueOrRestartTest {
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");

  private final World world =
      new World().group("chat", "a").recovery(RecoveryPolicy.CONTINUE_OR_RESTART);
  private final List<ChatEvent> seen = new ArrayList<>();

  @Test
  void answerThatCanBeGoneOnWithIs() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("a", continues());

    ChatResponse response = read(REQUEST);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).noneMatch(Restarted.class::isInstance);
    assertThat(forms(response)).containsExactly(RecoveryForm.ANCHOR);
  }

  @Test
  void answerWithAToolCallThatHasGoneOutBeginsAnew() {
    world
        .sendToolCallsAtOnce()
        .provider
        .next("a", says("One"), calls(0, "c", "f", "{"), breaks(Failures.truncated()))
        .next("a", answer("Two"));

    ChatResponse response = read(REQUEST);

    assertThat(seen.subList(2, 4)).containsExactly(new Restarted(), new TextDelta("Two"));
    assertThat(response.text()).isEqualTo("Two");
    assertThat(response.toolCalls()).isEmpty();
    assertThat(forms(response)).containsExactly(RecoveryForm.RESTART);
  }

  private static ChatRequest json() {
    JsonObject format = JsonObject.builder().put("type", "json_object").build();
    return new ChatRequest(REQUEST.json().with("response_format", format));
  }

  @Test
  void whatIsToldOtherwiseOnTheSameQuestionIsTheAnswer() {
    world
        .provider
        .next("a", says("{\"a\": 1"), breaks(Failures.truncated()))
        .next("a", says("{\"a\""), says(": 2"), says("}"), finishes());

    ChatResponse response = read(json());

    assertThat(seen.subList(0, 4))
        .containsExactly(
            new TextDelta("{\"a\": 1"),
            new Restarted(),
            new TextDelta("{\"a\": 2"),
            new TextDelta("}"));
    assertThat(response.text()).isEqualTo("{\"a\": 2}");
    assertThat(world.provider.asked()).hasSize(2);
    assertThat(forms(response)).containsExactly(RecoveryForm.RESTART);
  }

  @Test
  void shorterAnswerToTheSameQuestionIsOne() {
    world
        .provider
        .next("a", says("{\"a\": 1"), breaks(Failures.truncated()))
        .next("a", says("{"), says(new ChatEvent.RefusalDelta("No.")), finishes());

    ChatResponse response = read(json());

    assertThat(response.text()).isEqualTo("{");
    assertThat(response.choice().refusal()).isEqualTo("No.");
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void answerThatTheCallersOwnLimitCutsOffIsOne() {
    world
        .provider
        .next("a", says("{\"a\": 1"), breaks(Failures.truncated()))
        .next("a", says("{\"a\": 2"), says(new Finished(FinishReason.LENGTH, "length")));

    ChatResponse response = read(json());

    assertThat(response.text()).isEqualTo("{\"a\": 2");
    assertThat(response.finishReason()).contains(FinishReason.LENGTH);
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void nothingAtAllIsNoAnswer() {
    world
        .provider
        .next("a", says("{\"a\": 1"), breaks(Failures.truncated()))
        .next("a", says(" "), finishes())
        .next("a", answer("{\"a\": 2}"));

    assertThat(read(json()).text()).isEqualTo("{\"a\": 2}");
    assertThat(world.provider.asked()).hasSize(3);
  }

  @Test
  void wholeAnswerInPlaceOfARestIsOneWhereItsOpeningTells() {
    world
        .provider
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", says("## T"), says("ale\nAnother "), says("one."), finishes());
    ChatCall call =
        ChatCall.of(REQUEST)
            .withRendering(
                (asked, target) -> new Rendered(asked, VisibleOutput.any(), "## Tale\n"));

    ChatResponse response = world.read(call, seen);

    assertThat(seen.subList(1, 4))
        .containsExactly(
            new Restarted(), new TextDelta("## Tale\nAnother "), new TextDelta("one."));
    assertThat(response.text()).isEqualTo("## Tale\nAnother one.");
    assertThat(world.provider.asked()).hasSize(2);
    assertThat(response.usage().orElseThrow().completionTokens())
        .isGreaterThan(TokenEstimate.of(FIRST));
  }

  /** SEMANTICS 6.7: what breaks before anything is seen of it takes nobody's place. */
  @Test
  void wholeAnswerTakesThePlaceOnceSomethingIsSeenOfIt() {
    world
        .provider
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", says("## Tale\nAbout "), breaks(Failures.truncated()))
        .next("a", says("## Tale\nOf "), says("a queen."), finishes());
    ChatCall call =
        ChatCall.of(REQUEST)
            .withRendering((asked, target) ->
                new Rendered(asked, ContinueOrRestartTest::isOfSomebody, "## Tale\n"));

    ChatResponse response = world.read(call, seen);

    assertThat(seen.subList(0, 4))
        .containsExactly(
            new TextDelta("## Tale\n" + FIRST),
            new Restarted(),
            new TextDelta("## Tale\nOf "),
            new TextDelta("a queen."));
    assertThat(forms(response)).containsExactly(RecoveryForm.RESTART);
  }

  private static boolean isOfSomebody(ChatChunk chunk) {
    String text = text(chunk.events());
    return text.contains("king") || text.contains("queen");
  }

  @Test
  void signOfLifeIsNoContinuation() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", keepsAlive(), breaks(Failures.serverError()))
        .next("a", continues());

    ChatResponse response = read(REQUEST);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(forms(response)).containsExactly(RecoveryForm.ANCHOR);
  }

  private static ChatCall limitedTale() {
    ChatRequest limited = new ChatRequest(REQUEST.json().with("max_tokens", JsonNumber.of(400)));
    return ChatCall.of(limited)
        .withRendering((asked, target) -> new Rendered(asked, VisibleOutput.any(), "## Tale\n"));
  }

  @Test
  void wholeAnswerUnderALowerLimitIsOneWhereItEndsByItself() {
    world
        .provider
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", answer("## Tale\nAnother one."));

    assertThat(world.read(limitedTale(), seen).text()).isEqualTo("## Tale\nAnother one.");
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void wholeAnswerOfWhoIsTrustedToGoOnIsNotJoined() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", says("## "), says("Tale\nAnother "), says("one."), finishes());

    ChatResponse response = world.read(limitedTale(), seen);

    assertThat(response.text()).isEqualTo("## Tale\nAnother one.");
    assertThat(seen.subList(1, 4))
        .containsExactly(
            new Restarted(), new TextDelta("## Tale\nAnother "), new TextDelta("one."));
    assertThat(world.provider.asked()).hasSize(2);
    assertThat(forms(response)).containsExactly(RecoveryForm.RESTART);
  }

  @Test
  void whoIsTrustedToGoOnDoesSoAlsoWhereItsTextBeginsAlike() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", says("## "), says("End"), finishes())
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", says("##"), finishes());

    ChatResponse longer = world.read(limitedTale(), seen);
    assertThat(longer.text()).isEqualTo("## Tale\n" + FIRST + "## End");
    assertThat(forms(longer)).containsExactly(RecoveryForm.PREFILL);
    assertThat(seen).noneMatch(Restarted.class::isInstance);

    assertThat(world.read(limitedTale(), seen).text()).isEqualTo("## Tale\n" + FIRST + "##");
  }

  @Test
  void textThatBeginsAlikeGoesOutAheadOfAToolCall() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says("## Tale\n" + FIRST), breaks(Failures.truncated()))
        .next("a", says("##"), calls(0, "c", "f", "{}"), finishes());

    ChatResponse response = world.read(limitedTale(), seen);

    assertThat(response.text()).isEqualTo("## Tale\n" + FIRST + "##");
    assertThat(response.toolCalls()).hasSize(1);
    assertThat(seen.subList(1, 3))
        .containsExactly(new TextDelta("##"), new ChatEvent.ToolCallDelta(0, "c", "f", "{}"));
  }

  @Test
  void wholeAnswerThatALowerLimitCutsOffIsGoneOnWith() {
    world
        .provider
        .next("a", says("## Tale\n" + REST), breaks(Failures.truncated()))
        .next("a", says("## Tale\n" + FIRST), says(new Finished(FinishReason.LENGTH, "length")))
        .next("a", continues());

    ChatResponse response = world.read(limitedTale(), seen);

    assertThat(response.text()).isEqualTo("## Tale\n" + FIRST + REST);
    assertThat(response.finishReason()).contains(FinishReason.STOP);
    assertThat(seen).filteredOn(Restarted.class::isInstance).hasSize(1);
    assertThat(forms(response)).containsExactly(RecoveryForm.RESTART, RecoveryForm.ANCHOR);
  }

  @Test
  void answerBeginsAnewWhereTheJointFails() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", answer("Sure, here is the rest: who had three sons."))
        .next("a", answer("Two"));

    ChatResponse response = read(REQUEST);

    assertThat(seen.subList(0, 3))
        .containsExactly(new TextDelta(FIRST), new Restarted(), new TextDelta("Two"));
    assertThat(world.provider.requests().getLast()).isEqualTo(world.provider.requests().getFirst());
    assertThat(response.metadata().attempts()).hasSize(3);
  }

  @Test
  void answerBeginsAnewWhereWhoIsAskedDoesNotTakeTheQuestion() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.badRequest()))
        .next("a", answer("Two"));

    read(REQUEST);

    assertThat(seen.subList(1, 3)).containsExactly(new Restarted(), new TextDelta("Two"));
  }

  @Test
  void prefillThatIsRefusedIsNoFailedJoint() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.badRequest()))
        .next("a", continues());

    ChatResponse response = read(REQUEST);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(forms(response)).containsExactly(RecoveryForm.ANCHOR);
  }

  @Test
  void answerThatBeganAnewIsGoneOnWithAtItsOwnBreak() {
    world
        .provider
        .next("a", says("One is not to be continued"), breaks(Failures.truncated()))
        .next("a", answer("Sure!"))
        .next("a", says(FIRST), breaks(Failures.truncated()));
    World other = world.group("backup", "b").fallback("chat", "backup");
    other.provider.always("b", continues());

    ChatResponse response = read(REQUEST);

    assertThat(response.text()).isEqualTo(FIRST + REST);
    assertThat(seen).filteredOn(Restarted.class::isInstance).hasSize(1);
    assertThat(forms(response)).containsExactly(RecoveryForm.RESTART, RecoveryForm.ANCHOR);
  }

  @Test
  void breakThatBlamesTheRequestIsFinal() {
    world.provider.next("a", says(FIRST), breaks(Failures.badRequest()));

    MainstayException broken = catchThrowableOfType(MainstayException.class, () -> read(REQUEST));

    assertThat(broken.failure()).isEqualTo(Failures.badRequest());
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void restartedAnswersUsageCountsWhereItBreaksAgain() {
    world
        .provider
        .next("a", says("One is not to be continued"), breaks(Failures.truncated()))
        .next("a", answer("Sure!"))
        .next("a", says(FIRST), breaks(Failures.quota()));

    MainstayException broken = catchThrowableOfType(MainstayException.class, () -> read(REQUEST));

    assertThat(broken.failure()).isEqualTo(new Failure.QuotaExceeded(broken.failure().detail()));
    assertThat(broken.delivered().orElseThrow().usage().orElseThrow().completionTokens())
        .isGreaterThan(TokenEstimate.of("One is not to be continued") + TokenEstimate.of(FIRST));
  }

  private ChatResponse read(ChatRequest request) {
    return world.read(ChatCall.of(request), seen);
  }

  private static List<RecoveryForm> forms(ChatResponse response) {
    return response.metadata().recoveries().stream().map(Recovery::form).toList();
  }
}
