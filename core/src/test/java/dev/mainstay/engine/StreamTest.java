package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Content;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.testing.ScriptedProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS 0, 6.1, 6.6 and the tool-call hold of 6.4: what the reader of a stream sees. */
class StreamTest extends StreamReading {
  @Test
  void breakBeforeOutputIsUnseenAlsoAfterKeepAlivesAndEmptyChunks() {
    world
        .provider
        .next("a", ScriptedProvider.keepsAlive(), says(""), breaks(Failures.truncated()))
        .next("a", answer("Hello"));

    assertThat(read()).containsExactly(new TextDelta("Hello"), finished());
  }

  @Test
  void breakAfterOutputGivesThePartialTextAndTheErrorButNoEnd() {
    failing().provider.next("a", says("Hel"), says("lo"), breaks(Failures.connectionFailed()));
    List<ChatEvent> seen = new ArrayList<>();

    MainstayException exception = catchThrowableOfType(MainstayException.class, () -> read(seen));

    assertThat(seen).containsExactly(new TextDelta("Hel"), new TextDelta("lo"));
    assertThat(exception.failure()).isEqualTo(Failures.connectionFailed());
    assertThat(exception.partial().orElseThrow().text()).isEqualTo("Hello");
    assertThat(exception.partial().orElseThrow().finishReason()).isEmpty();
    assertThat(World.outcomes(exception.metadata().attempts())).containsExactly("ConnectionFailed");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void reasoningIsOutput() {
    failing().provider.next("a", thinks("Hmm"), breaks(Failures.truncated()));

    assertThat(world.fail(Mode.STREAMED).partial().orElseThrow().choice().reasoning())
        .isEqualTo("Hmm");
  }

  @Test
  void refusalIsOutput() {
    failing()
        .provider
        .next("a", says(new ChatEvent.RefusalDelta("I cannot")), breaks(Failures.truncated()));

    assertThat(world.fail(Mode.STREAMED).partial().orElseThrow().choice().refusal())
        .isEqualTo("I cannot");
  }

  @Test
  void brokenStreamStaysBroken() {
    failing().provider.next("a", says("Hel"), breaks(Failures.truncated()));

    try (ChatStream stream = open()) {
      stream.nextChunk();
      Throwable broken = catchThrowable(stream::nextChunk);

      assertThat(broken).isInstanceOf(MainstayException.class);
      assertThatThrownBy(stream::nextChunk).isSameAs(broken);
    }
  }

  @Test
  void breakAmongToolCallsIsAskedForAgainAsIfTheyHadNeverCome() {
    world
        .provider
        .next("a", calls(0, "c1", "f", "{\"a\""), breaks(Failures.truncated()))
        .next("a", calls(0, "c2", "f", "{"), calls(0, "", "", "}"), finishes());

    assertThat(read())
        .containsExactly(
            new ToolCallDelta(0, "c2", "f", "{"), new ToolCallDelta(0, "", "", "}"), finished());
  }

  @Test
  void toolCallsAfterTextAreHeldBackSoThatABreakShowsNoHalfCall() {
    failing()
        .provider
        .next("a", says("Look:"), calls(0, "c1", "f", "{"), breaks(Failures.truncated()));
    List<ChatEvent> seen = new ArrayList<>();

    MainstayException exception = catchThrowableOfType(MainstayException.class, () -> read(seen));

    assertThat(seen).containsExactly(new TextDelta("Look:"));
    assertThat(exception.partial().orElseThrow().toolCalls()).isEmpty();
  }

  @Test
  void toolCallsGoOutAtOnceWhereThatIsWished() {
    world.sendToolCallsAtOnce().provider.next("a", calls(0, "c1", "f", "{"), stalls());

    try (ChatStream stream = open()) {
      assertThat(stream.nextChunk().orElseThrow().events())
          .containsExactly(new ToolCallDelta(0, "c1", "f", "{"));
    }
  }

  @Test
  void answerWithoutOutputIsASuccess() {
    world.provider.next("a", finishes());

    assertThat(read()).containsExactly(finished());
  }

  @Test
  void unknownModelIsToldBeforeAnybodyIsAsked() {
    MainstayException exception =
        catchThrowableOfType(
            MainstayException.class,
            () ->
                world
                    .engine()
                    .chat(
                        ChatRequest.builder("chatt").user(Content.text("Hi")).build(),
                        CallOptions.none()));

    assertThat(exception.failure()).isInstanceOf(Failure.NotFound.class);
    assertThat(exception).hasMessageContaining("'chatt'").hasMessageContaining("chat");
  }
}
