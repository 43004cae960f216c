package dev.mainstay.continuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.splice.Anchor;
import dev.mainstay.splice.Splice;
import dev.mainstay.stream.Delivered;
import dev.mainstay.stream.UsageSum;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.4 and 6.6: what a caller sees of an attempt that goes on, and what it is told. */
class ContinuedAnswerTest {
  private static final String TEXT = "Once upon a time there was a king E";
  private static final String REFRAIN = "again and again and again and";
  private static final ChatRequest ASKED = ChatRequest.of("m", "Go on with the story.");
  private static final ChatEvent END = new Finished(FinishReason.STOP, "stop");

  private final UsageSum usage = new UsageSum();
  private final ContinuedAnswer answer = goesOn(TEXT, "END");

  @Test
  void stopStringOverTheJointEndsTheAnswerOnce() {
    List<ChatEvent> seen = add(new TextDelta(TEXT + "ND"), new TextDelta(" of it"), END);

    assertThat(seen).containsExactly(END);
    assertThat(answer.isOver()).isTrue();
    assertThat(add(new ReasoningDelta("Hm"), new TextDelta("More"), END)).isEmpty();
  }

  @Test
  void beginningOfAStopStringIsShownAtTheEnd() {
    assertThat(add(new TextDelta(TEXT + "N"))).isEmpty();

    assertThat(add(END)).containsExactly(new TextDelta("N"), END);
    assertThat(answer.isOver()).isFalse();
  }

  @Test
  void textOfWhichTheJointWasOpenGoesOutAheadOfTheCallOrTheEnd() {
    ChatEvent call = new ToolCallDelta(0, "c", "tell", "{}");
    ContinuedAnswer called = goesOn(REFRAIN, "END");
    ContinuedAnswer ended = goesOn(REFRAIN, "END");

    assertThat(add(called, new TextDelta(" again and again and again"))).isEmpty();
    assertThat(add(called, call)).containsExactly(new TextDelta(" again"), call);
    assertThat(add(ended, new TextDelta(" again and again and again"), END))
        .containsExactly(new TextDelta(" again"), END);
  }

  @Test
  void limitMetInTextOfWhichTheJointWasOpenEndsTheAnswerBeforeTheCall() {
    ChatRequest original =
        ChatRequest.builder("m").user("Tell.").field("max_tokens", JsonNumber.of(1)).build();
    ContinuedAnswer called = goesOn(REFRAIN, original);
    add(called, new TextDelta(" again and again and again"));

    List<ChatEvent> seen = add(called, new ToolCallDelta(0, "c", "tell", "{}"));

    assertThat(seen).containsExactly(new Finished(FinishReason.LENGTH, "length"));
    assertThat(called.isOver()).isTrue();
  }

  @Test
  void refusalBeforeTheJointIsAFailureThatBlamesNobody() {
    assertThat(add(new RefusalDelta("I cannot"), new TextDelta(TEXT + "rik"))).isEmpty();

    assertThat(answer.failure().orElseThrow().detail().cooldown()).hasValue(Cooldown.NONE);
  }

  @Test
  void textThatDoesNotBelongIsAFailureThatBlamesNobody() {
    assertThat(add(new TextDelta("Sure, here is the rest"))).isEmpty();

    assertThat(answer.failure().orElseThrow().detail().cooldown()).hasValue(Cooldown.NONE);
  }

  @Test
  void textBehindACallThatHasGoneOutIsNoAnswerOfItsOwn() {
    String text = "Once upon a time there was a king and he had three sons.";
    ChatRequest original = ChatRequest.of("m", "Tell.");
    ContinuedAnswer called = goesOn(text, original).orAnew("", original);
    ChatEvent call = new ToolCallDelta(0, "c", "tell", "{}");

    assertThat(add(called, call)).containsExactly(call);
    assertThat(add(called, new TextDelta("Sure, here is another tale."))).isEmpty();

    assertThat(called.isAnew()).isFalse();
    assertThat(called.failure()).isPresent();
  }

  /** A thought's signature is told by no event. */
  @Test
  void signatureIsCarriedFromTheJointToTheEnd() {
    ChatChunk signed = chunk("{'id':'x','choices':[{'delta':{'thinking_blocks':[1]}}]}");
    ChatChunk silent = chunk("{'id':'x','choices':[{'delta':{'role':'assistant'}}]}");
    assertThat(answer.add(signed)).isEmpty();
    ContinuedAnswer open = goesOn(TEXT, "END");
    add(open, new TextDelta(TEXT + "rik"));

    assertThat(open.add(silent)).isEmpty();
    assertThat(open.add(signed))
        .singleElement()
        .satisfies(chunk -> assertThat(chunk.events()).isEmpty())
        .extracting(chunk -> chunk.json().orElseThrow().toJson().replace('"', '\''))
        .isEqualTo(
            "{'id':'id','choices':[{'index':0,'delta':{'thinking_blocks':[1]},"
                + "'finish_reason':null}]}");
    add(answer, new TextDelta(TEXT + "ND"));
    assertThat(answer.isOver()).isTrue();
    assertThat(answer.add(signed)).isEmpty();
  }

  @Test
  void answerWhoseIdIsNotKnownKeepsItsOwn() {
    ContinuedAnswer unknown =
        new ContinuedAnswer(
            ASKED,
            Splice.none(),
            CallerBounds.of(Delivered.text(""), Continuer.unknown(ASKED)),
            "",
            usage,
            true);

    assertThat(unknown.add(chunk("{'id':'x','choices':[]}", new TextDelta("Hi"))))
        .extracting(chunk -> chunk.json().orElseThrow().text("id"))
        .containsExactly(Optional.of("x"));
    assertThat(unknown.release().getFirst().json().orElseThrow().text("id")).hasValue("x");
  }

  private static ChatChunk chunk(String json, ChatEvent... events) {
    return new ChatChunk(List.of(events), Optional.of(Json.parseObject(json.replace('\'', '"'))));
  }

  @Test
  void usageToldBesideTheTextThatEndsTheAnswerCounts() {
    add(new TextDelta(TEXT + "ND"), new UsageReported(told(5)));

    assertThat(answer.isOver()).isTrue();
    assertThat(answer.release().getFirst().events()).containsExactly(new UsageReported(told(5)));
  }

  @Test
  void ofAUsageToldOnEveryChunkTheLastCountsOnce() {
    add(new TextDelta(TEXT), new UsageReported(told(3)));
    add(new TextDelta("rik"), new UsageReported(told(4)));
    add(END, new UsageReported(told(5)));

    List<ChatEvent> last = answer.release().getFirst().events();

    assertThat(last).containsExactly(new UsageReported(told(5)));
    assertThat(usage.toJson().flag("estimated")).isEmpty();
  }

  @Test
  void everythingThatAnAttemptWroteIsEstimatedAndItsPrompt() {
    add(new ReasoningDelta("I wonder about the king."), new TextDelta(TEXT));
    add(new RefusalDelta(" But I cannot."), new ToolCallDelta(0, "c", " tell", " {\"a\": 1}"));

    answer.settle();

    long written =
        TokenEstimate.of("I wonder about the king." + TEXT + " But I cannot. tell {\"a\": 1}");
    assertThat(usage.usage().completionTokens()).isEqualTo(written);
    assertThat(usage.usage().promptTokens()).isEqualTo(TokenEstimate.ofPrompt(ASKED));
    assertThat(usage.toJson().flag("estimated")).hasValue(true);
  }

  @Test
  void textThatIsNotShownWasWrittenAllTheSame() {
    add(new TextDelta("Sure, "), new TextDelta("here is the rest"));

    answer.settle();

    assertThat(usage.usage().completionTokens())
        .isEqualTo(TokenEstimate.of("Sure, here is the rest"));
  }

  @Test
  void attemptIsCountedOnce() {
    add(new TextDelta(TEXT));

    answer.settle();
    Usage once = usage.usage();
    answer.settle();

    assertThat(usage.usage()).isEqualTo(once);
  }

  @Test
  void attemptThatGaveNothingCountsNothing() {
    add();

    answer.settle();

    assertThat(usage.usage().totalTokens()).isZero();
  }

  @Test
  void attemptThatOnlyEndedCountsItsPrompt() {
    add(END);

    answer.settle();

    assertThat(usage.usage().totalTokens()).isEqualTo(TokenEstimate.ofPrompt(ASKED));
  }

  private List<ChatEvent> add(ChatEvent... events) {
    return add(answer, events);
  }

  private static List<ChatEvent> add(ContinuedAnswer answer, ChatEvent... events) {
    return answer.add(ChatChunk.of(events)).stream()
        .map(ChatChunk::events)
        .findFirst()
        .orElse(List.of());
  }

  private ContinuedAnswer goesOn(String text, String stop) {
    return goesOn(text, ChatRequest.builder("m").user("Tell.").stop(stop).build());
  }

  private ContinuedAnswer goesOn(String text, ChatRequest original) {
    return new ContinuedAnswer(
        ASKED,
        Splice.anchored(text, Anchor.of(text).orElseThrow()),
        CallerBounds.of(Delivered.text(text), Continuer.unknown(original)),
        "id",
        usage,
        false);
  }

  private static Usage told(long completion) {
    return new Usage(10, completion, 10 + completion, OptionalLong.empty(), OptionalLong.empty());
  }
}
