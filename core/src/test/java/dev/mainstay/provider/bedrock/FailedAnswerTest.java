package dev.mainstay.provider.bedrock;

import static dev.mainstay.provider.bedrock.Asking.answer;
import static dev.mainstay.provider.bedrock.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.wire.ContentBlocks;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Bedrock answers in place of a whole answer is the failure that it means. */
class FailedAnswerTest {
  @ParameterizedTest
  @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
  void malformedOutputOfWhichNothingWasSaidIsAFailure(String word) {
    Frames frames =
        Frames.begin()
            .event("messageStart", "{'role':'assistant'}")
            .event("messageStop", "{'stopReason':'" + word + "'}");

    for (Heard heard : List.of(Asking.stream(frames), Asking.plain(answer("", word)))) {
      assertThat(heard.failure).get().isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  @Test
  void answerWithoutAStopReasonIsTruncated() {
    assertThat(Asking.stream(text().event("messageStop", "{}")).failure)
        .get()
        .isInstanceOf(Failure.Truncated.class);
    assertThat(Asking.plain("{'output':{'message':{'content':[{'text':'Hi'}]}}}").failure)
        .get()
        .isInstanceOf(Failure.Truncated.class);
  }

  /** WIRE 2.6 and 7: a lock that passes, told with a 400. */
  @Test
  void conflictMayBeAskedAgain() {
    ScriptedTransport locked =
        ScriptedTransport.answering(
            400, "{\"message\":\"No.\"}", "x-amzn-ErrorType", "ConflictException:http://x");

    Failure failure = Asking.over(locked).ask("{'messages':[]}").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.ServerError.class);
    assertThat(failure.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, RateLimited",
    "conflictException, ServerError",
    "serviceUnavailableException, Overloaded",
    "internalServerException, ServerError",
    "modelStreamErrorException, ServerError",
    "validationException, BadRequest",
    "modelTimeoutException, TimedOut",
    "somethingNewException, ServerError"
  })
  void exceptionInTheStreamIsTheErrorItIsWithAStatus(String type, String kind) {
    Heard first = Asking.stream(Frames.begin().exception(type, "{'message':'no'}"));
    Heard later = Asking.stream(text().exception(type, "{'message':'no'}"));

    assertThat(first.failure.map(Failure::kind)).hasValue(kind);
    assertThat(first.failure.map(Failure::message)).hasValue("no");
    assertThat(later.failure.map(Failure::kind)).hasValue(kind);
    assertThat(later.text).hasToString("Hi");
  }

  @Test
  void exceptionBehindTheEndTakesNothingBack() {
    Frames frames =
        text()
            .event("messageStop", "{'stopReason':'end_turn'}")
            .exception("internalServerException", "{'message':'no'}");

    assertThat(Asking.stream(frames).finish).hasValue(FinishReason.STOP);
  }

  @Test
  void errorInPlaceOfAStreamIsToldApart() {
    Heard heard =
        Asking.over(ScriptedTransport.answering(200, "\n{\"message\":\"Too many requests\"}"))
            .ask("{'messages':[],'stream':true}");

    assertThat(heard.failure).get().isInstanceOf(Failure.RateLimited.class);
    assertThat(heard.failure.map(Failure::message)).hasValue("Too many requests");
  }

  @Test
  void pageInPlaceOfAStreamIsMalformed() {
    for (String page : List.of("<html><title>Proxy</title>", "no event stream at all", "\0\0\0")) {
      Heard heard =
          Asking.over(ScriptedTransport.answering(200, page)).ask("{'messages':[],'stream':true}");

      assertThat(heard.failure)
          .get()
          .isInstanceOfAny(Failure.MalformedAnswer.class, Failure.Truncated.class);
    }
  }

  @Test
  void streamThatOpensBlocksWithoutEndIsMalformed() {
    Frames frames = new Frames();
    for (int i = 0; i <= ContentBlocks.MOST_OPEN; i++) {
      frames.event(
          "contentBlockDelta",
          "{'contentBlockIndex':" + i + ",'delta':{'reasoningContent':{'text':'x'}}}");
    }

    assertThat(Asking.stream(frames).failure.orElseThrow())
        .isInstanceOf(Failure.MalformedAnswer.class);
  }
}
