package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.SEVEN;
import static dev.mainstay.provider.openai.Asking.STOP;
import static dev.mainstay.provider.openai.Asking.USAGE;
import static dev.mainstay.provider.openai.Asking.delta;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stream has ended, how, and what may still come behind its finish reason. */
class StreamedEndTest {
  @Test
  void endOfTheStreamWithoutDoneIsAnEndOnceThereIsAFinishReason() {
    assertThat(Asking.stream(events(text("a"), finish("stop"))).isSuccess()).isTrue();
  }

  @Test
  void outputBehindAFinishReasonRevokesIt() {
    String stop = text("a").replace("null", "'stop'");

    Heard broken = Asking.stream(events(stop, stop));
    Heard said = Asking.stream(events(stop, stop, DONE));
    Heard counted = Asking.stream(events(stop, stop, "{'choices':[]," + USAGE + "}"));

    assertThat(broken.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(said.isSuccess()).isTrue();
    assertThat(counted.isSuccess()).isTrue();
  }

  @Test
  void nothingIsLostBehindAnEndHoweverManyChunksSayNothing() {
    String silence = events(Collections.nCopies(20, finish("stop")).toArray(String[]::new));

    Heard late = Asking.stream(silence + events(text("Hi"), finish("stop"), DONE));
    Heard goingOn = Asking.stream(events(text("Hi")) + silence + events(text("!"), DONE));
    Heard counted =
        Asking.stream(events(text("Hi")) + silence + events("{'choices':[]," + USAGE + "}"));

    assertThat(late.text).hasToString("Hi");
    assertThat(goingOn.text).hasToString("Hi!");
    assertThat(goingOn.isSuccess()).isFalse();
    assertThat(counted.usage).hasValue(SEVEN.usage());
  }

  @Test
  void breakBehindAnEndBeforeAnythingWasSaidIsABreak() {
    Heard broken = broken(events(finish("stop")));
    Heard closed = Asking.stream(events(finish("stop")));

    assertThat(broken.failure.orElseThrow()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(broken(events(text("H"), text("i"), finish("stop"))).isSuccess()).isTrue();
    assertThat(closed.isSuccess()).isTrue();
  }

  private static Heard broken(String body) {
    return Asking.over(ScriptedTransport.streaming(body).ending(ScriptedTransport.Ending.BROKEN))
        .stream();
  }

  @Test
  void usageOnEveryChunkProvesNoEnd() {
    String stop = text("a").replace("null}]", "'stop'}]," + USAGE);

    assertThat(Asking.stream(events(stop, stop)).failure.orElseThrow())
        .isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest(name = "[{index}]")
  @ValueSource(strings = {"", "\n", "\r", "\r\n"})
  void wholeEventAtACleanEndCountsWithoutItsBlankLine(String rest) {
    String end = "data: " + Asking.json(finish("stop")).toJson();
    String usage = "data: " + Asking.json("{'choices':[]," + USAGE + "}").toJson();

    Heard ended = Asking.stream(events(text("a")) + end + rest);
    Heard counted = Asking.stream(events(text("a")) + end + "\n\n" + usage + rest);

    assertThat(ended.events).containsExactly(new TextDelta("a"), STOP);
    assertThat(ended.isSuccess()).isTrue();
    assertThat(counted.usage).contains(SEVEN.usage());
    assertThat(counted.isSuccess()).isTrue();
  }

  @Test
  void textOfALastEventWithoutItsBlankLineIsNotLost() {
    Heard heard = Asking.stream("data: " + Asking.json(text("a")).toJson());

    assertThat(heard.text).hasToString("a");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
  }

  @Test
  void streamThatEndsWithoutFinishReasonIsTruncated() {
    Heard heard = Asking.stream(events(text("a")));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(heard.text).hasToString("a");
  }

  @Test
  void doneWithoutFinishReasonIsTruncated() {
    Heard heard = Asking.stream(events(text("a"), DONE));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ": only\n\n: comments\n\n", "\n\n", "data:\n\n"})
  void streamOfNothingIsTruncated(String body) {
    assertThat(Asking.stream(body).failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "'null'", "true", "0", "1", "{'type':'stop'}", "['stop']"})
  void finishReasonThatIsNoWordIsNoneAndGoesOutAsNull(String word) {
    String chunk = "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':%s}]}";

    Heard heard = Asking.stream(events(chunk.formatted(word), DONE));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(heard.chunks).containsExactly(Asking.json(chunk.formatted("null")));
  }

  @Test
  void connectionThatBreaksBeforeTheEndIsItsOwnFailure() {
    Heard heard = streamEnding(ScriptedTransport.Ending.BROKEN, events(text("a")));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(heard.text).hasToString("a");
  }

  @Test
  void connectionThatBreaksAfterTheSemanticEndDoesNoHarm() {
    Heard heard =
        streamEnding(ScriptedTransport.Ending.BROKEN, events(text("a"), text("b"), finish("stop")));

    assertThat(heard.isSuccess()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "eos_token, STOP",
    "STOP, STOP",
    "length, LENGTH",
    "model_length, LENGTH",
    "max_tokens, LENGTH",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "content_filter, CONTENT_FILTER",
    "'content_filter: SAFETY', CONTENT_FILTER"
  })
  void finishReasonIsToldInBothWords(String word, FinishReason reason) {
    Heard heard = Asking.stream(events(text("a"), finish(word)));

    assertThat(heard.events).endsWith(new Finished(reason, word));
  }

  @Test
  void lengthThatCutsAToolCallIsNoCall() {
    Heard heard =
        Asking.stream(
            events(
                delta(
                    "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}]}"),
                finish("length")));

    assertThat(heard.finish).hasValue(FinishReason.LENGTH);
  }

  @ParameterizedTest
  @CsvSource({
    "error, ServerError",
    "abort, ServerError",
    "insufficient_system_resource, Overloaded"
  })
  void finishReasonThatMeansFailureIsOne(String word, String kind) {
    Heard heard = Asking.stream(events(text("a"), finish(word), DONE));

    assertThat(heard.failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(heard.finish).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"})
  void endThatTheProviderCallsMalformedIsAFailureOnlyWhereNothingWasSaid(String word) {
    String end = finish("function_call_filter: " + word);

    Heard silent = Asking.stream(events(delta("{'reasoning':'hm'}"), end));
    Heard spoken = Asking.stream(events(text("a"), end));

    assertThat(silent.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(spoken.isSuccess()).isTrue();
  }

  @Test
  void stopAfterToolCallsMeansToolCalls() {
    String call =
        delta("{'tool_calls':[{'index':0,'id':'t','function':{'name':'f','arguments':'{}'}}]}");

    Heard heard = Asking.stream(events(call, finish("stop")));

    assertThat(heard.events)
        .containsExactly(
            new ToolCallDelta(0, "t", "f", "{}"), new Finished(FinishReason.TOOL_CALLS, "stop"));
  }

  @Test
  void stopAfterNothingButARefusalMeansContentFilter() {
    Heard heard = Asking.stream(events(delta("{'refusal':'No.'}"), finish("stop")));

    assertThat(heard.events)
        .containsExactly(
            new RefusalDelta("No."), new Finished(FinishReason.CONTENT_FILTER, "stop"));
  }

  @Test
  void otherChoicesAreToldApartAndAllMustEnd() {
    String second = "{'choices':[{'index':1,'delta':{'content':'b'},'finish_reason':null}]}";
    String secondEnd = "{'choices':[{'index':1,'delta':{},'finish_reason':'length'}]}";

    Heard whole = Asking.stream(events(text("a"), second, finish("stop"), secondEnd));
    Heard half = Asking.stream(events(text("a"), second, finish("stop")));

    assertThat(whole.isSuccess()).isTrue();
    assertThat(whole.events)
        .containsExactly(
            new TextDelta("a"),
            new OtherChoice(1, new TextDelta("b")),
            STOP,
            new OtherChoice(1, new Finished(FinishReason.LENGTH, "length")));
    assertThat(half.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
  }

  @Test
  void whatWasMissingIsToldAsItWas() {
    String stop = text("a").replace("null", "'stop'");
    String answer =
        "{'choices':[{'message':{'role':'assistant','content':'a'},'finish_reason':null}]}";

    assertThat(Asking.stream(events(stop, stop)).failure.orElseThrow().message())
        .endsWith("that nothing confirmed: neither a last word nor usage followed it");
    assertThat(Asking.stream(events(text("a"))).failure.orElseThrow().message())
        .endsWith("there was no finish_reason");
    assertThat(plainAnswer(answer).failure.orElseThrow().message())
        .isEqualTo("the answer has no finish_reason");
    assertThat(plainAnswer(answer.replace("'a'", "null")).failure.orElseThrow().message())
        .isEqualTo("the answer has neither output nor a finish_reason");
  }

  private static Heard plainAnswer(String body) {
    String json = body.replace('\'', '"');
    return Asking.over(ScriptedTransport.answering(200, json, "Content-Type", "application/json"))
        .stream();
  }

  @Test
  void choiceThatWasAskedForAndNeverCameIsMissedUnlessTheProviderSaysItIsDone() {
    String request = "{'messages':[],'stream':true,'n':2}";
    String body = events(text("a"), finish("stop"));

    Heard silent = Asking.over(ScriptedTransport.streaming(body)).ask(request);
    Heard done = Asking.over(ScriptedTransport.streaming(body + events(DONE))).ask(request);

    assertThat(silent.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(done.isSuccess()).isTrue();
  }

  @Test
  void finishReasonOnEveryChunkEndsNothingWhileOutputComes() {
    String chunk = "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}";
    String[] chunks = new String[40];
    Arrays.fill(chunks, chunk);

    Heard heard = Asking.stream(events(chunks));

    assertThat(heard.text).hasToString("a".repeat(40));
    assertThat(heard.events).endsWith(STOP);
  }

  private static Heard streamEnding(ScriptedTransport.Ending ending, String body) {
    return Asking.over(ScriptedTransport.streaming(body).ending(ending)).stream();
  }
}
