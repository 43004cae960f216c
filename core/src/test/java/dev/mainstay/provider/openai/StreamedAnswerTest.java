package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.delta;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.http.SseReader;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedAnswerTest {
  private static final String DONE = "[DONE]";
  private static final String USAGE =
      "'usage':{'prompt_tokens':3,'completion_tokens':4,'total_tokens':7}";
  private static final UsageReported SEVEN =
      new UsageReported(new Usage(3, 4, 7, OptionalLong.empty(), OptionalLong.empty()));
  private static final Finished STOP = new Finished(FinishReason.STOP, "stop");

  @Test
  void chunksAreGivenOutAsTheyCame() {
    String chunk = "{\"x\": 1.0, \"choices\":[ {\"index\":0,\"delta\":{\"content\":\"Hi\"}} ]}";

    Heard heard = Asking.stream("data: " + chunk + "\n\n" + events(finish("stop"), DONE));

    assertThat(heard.events).containsExactly(new TextDelta("Hi"), STOP);
    assertThat(heard.chunks.getFirst().toJson()).isEqualTo(chunk);
    assertThat(heard.isSuccess()).isTrue();
  }

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
    assertThat(broken(events(text("Hi"), finish("stop"))).isSuccess()).isTrue();
    assertThat(closed.isSuccess()).isTrue();
  }

  private static Heard broken(String body) {
    return Asking.over(ScriptedTransport.streaming(body).ending(ScriptedTransport.Ending.BROKEN))
        .stream();
  }

  @Test
  void messageInPlaceOfADeltaGoesOutAsADelta() {
    Heard heard =
        Asking.stream(events(message("'role':'assistant','content':'Hi'"), finish("stop"), DONE));

    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.chunks.getFirst().toJson().replace('"', '\''))
        .isEqualTo(
            "{'choices':[{'index':0,'finish_reason':null,'delta':{'role':'assistant','content':'Hi'}}]}");
  }

  @Test
  void messageThatGrowsGivesItsRestAlone() {
    Heard heard =
        Asking.stream(
            events(
                message("'content':'Hi'"),
                message("'content':'Hi there'"),
                message("'content':'Hi there'"),
                text("!"),
                message(
                    "'content':'Hi there!','tool_calls':[{'id':'c','function':"
                        + "{'name':'f','arguments':'{}'}}]"),
                finish("stop"),
                DONE));

    assertThat(heard.text).hasToString("Hi there!");
    assertThat(heard.toolCalls).hasSize(1);
    assertThat(
            heard.chunks.stream()
                .flatMap(chunk -> chunk.array("choices").orElseThrow().objects())
                .flatMap(choice -> choice.object("delta").orElseThrow().text("content").stream()))
        .containsExactly("Hi", " there", "!");
    assertThat(heard.chunks)
        .noneMatch(chunk -> chunk.toJson().contains("\"message\""))
        .anyMatch(chunk -> chunk.toJson().contains("\"tool_calls\":[{\"id\":\"c\""));
  }

  private static String message(String members) {
    return "{'choices':[{'index':0,'message':{" + members + "},'finish_reason':null}]}";
  }

  @Test
  void callsWithOneNumberAndNoIdsAreToldApartByTheirWholeArguments() {
    String call = "{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'{\\'c\\':%s}'}}]}";

    Heard heard =
        Asking.stream(
            events(delta(call.formatted(1)), delta(call.formatted(2)), finish("tool_calls"), DONE));

    assertThat(heard.toolCalls).extracting("arguments").containsExactly("{\"c\":1}", "{\"c\":2}");
    assertThat(heard.chunks.get(1).toJson()).contains("\"index\":1");
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void characterWhoseBytesAreCutOverTwoEventsIsJoined(int cut) {
    byte[] earth = "🌍".getBytes(StandardCharsets.UTF_8);

    Heard heard =
        Asking.over(
            streaming(
                textOf("ü", Arrays.copyOf(earth, cut)),
                textOf("", Arrays.copyOfRange(earth, cut, earth.length)),
                events(finish("stop"), DONE).getBytes(StandardCharsets.UTF_8)))
            .stream();

    assertThat(heard.events).containsExactly(new TextDelta("ü"), new TextDelta("🌍"), STOP);
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void characterThatIsNeverWholeIsMalformed() {
    byte[] latin = {(byte) 0xE9};

    Heard heard =
        Asking.over(
            streaming(
                textOf("a", latin),
                events(text("b"), finish("stop"), DONE).getBytes(StandardCharsets.UTF_8)))
            .stream();

    assertThat(heard.text).hasToString("a");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  private static byte[] textOf(String start, byte[] rest) {
    String[] parts = events(text(start + "|")).split("\\|");
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(parts[0].getBytes(StandardCharsets.UTF_8));
    event.writeBytes(rest);
    event.writeBytes(parts[1].getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }

  private static ScriptedTransport streaming(byte[]... events) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] event : events) {
      body.writeBytes(event);
    }
    HttpHead head = new HttpHead(200, Headers.of("Content-Type", "text/event-stream"));
    return new ScriptedTransport(head, body.toByteArray(), ScriptedTransport.Ending.CLOSED);
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
  @ValueSource(strings = {"", " ", "null"})
  void finishReasonThatIsNoWordIsNoneAndGoesOutAsNull(String word) {
    String chunk = "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'%s'}]}";

    Heard heard = Asking.stream(events(chunk.formatted(word), DONE));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(heard.chunks).containsExactly(Asking.json(chunk.replace("'%s'", "null")));
  }

  @Test
  void connectionThatBreaksBeforeTheEndIsItsOwnFailure() {
    Heard heard = streamEnding(ScriptedTransport.Ending.BROKEN, events(text("a")));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(heard.text).hasToString("a");
  }

  @Test
  void connectionThatBreaksAfterTheSemanticEndDoesNoHarm() {
    Heard heard = streamEnding(ScriptedTransport.Ending.BROKEN, events(text("a"), finish("stop")));

    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void usageThatOnlyWeAskedForIsAnEventWithoutJson() {
    String usage = "{'id':'c','choices':[]," + USAGE + "}";

    Heard heard = Asking.stream(events(text("a"), finish("stop"), usage, DONE));

    assertThat(heard.events).containsExactly(new TextDelta("a"), STOP, SEVEN);
    assertThat(heard.chunks).hasSize(2);
  }

  @Test
  void usageThatTheCallerAskedForIsGivenOut() {
    String usage = "{'id':'c','choices':[]," + USAGE + "}";
    ScriptedTransport transport =
        ScriptedTransport.streaming(events(text("a"), finish("stop"), usage, DONE));

    Heard heard =
        Asking.over(transport)
            .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(heard.chunks).hasSize(3);
    assertThat(heard.chunks.getLast()).isEqualTo(Asking.json(usage));
  }

  @Test
  void usageOnTheLastChunkComesBeforeItsEnd() {
    String last =
        "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]," + USAGE + "}";

    Heard heard = Asking.stream(events(last, DONE));

    assertThat(heard.events).containsExactly(new TextDelta("a"), SEVEN, STOP);
    assertThat(heard.chunks).hasSize(1);
  }

  @Test
  void usageOfGroqIsFoundInItsOwnObject() {
    String last =
        "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'x_groq':{'id':'r',"
            + USAGE
            + "}}";

    assertThat(Asking.stream(events(last)).events).containsExactly(SEVEN, STOP);
  }

  @Test
  void cachedAndReasoningTokensAreTold() {
    String last =
        "{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':4,"
            + "'prompt_cache_hit_tokens':2,'completion_tokens_details':{'reasoning_tokens':1}}}";

    Heard heard = Asking.stream(events(finish("stop"), last));

    assertThat(heard.usage).hasValue(new Usage(3, 4, 7, OptionalLong.of(2), OptionalLong.of(1)));
  }

  @Test
  void firstChunkOfAzureWithoutChoicesPassesThrough() {
    String first = "{'choices':[],'id':'','prompt_filter_results':[]}";

    Heard heard = Asking.stream(events(first, text("a"), finish("stop"), DONE));

    assertThat(heard.chunks.getFirst()).isEqualTo(Asking.json(first));
    assertThat(heard.text).hasToString("a");
  }

  @Test
  void frameThatIsNoChunkIsPassedOver() {
    Heard heard = Asking.stream(events("{'type':'ping'}", text("a"), finish("stop")));

    assertThat(heard.chunks).hasSize(2);
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

  @Test
  void endThatTheProviderCallsMalformedIsAFailureOnlyWhereNothingWasSaid() {
    String end = finish("function_call_filter: MALFORMED_FUNCTION_CALL");

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'reasoning':'hm'}",
        "{'reasoning_content':'hm','content':null}",
        "{'reasoning':'hm','reasoning_content':'hm'}",
        "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]}]}",
        "{'content':[{'type':'thinking','thinking':'hm'}]}",
        "{'reasoning':'hm','reasoning_details':[{'type':'reasoning.text','text':'hm'}]}",
        "{'reasoning':null,'reasoning_details':[{'type':'reasoning.text','text':'hm'}]}"
      })
  void reasoningIsFoundInEachOfItsForms(String delta) {
    Heard heard = Asking.stream(events(delta(delta), finish("stop")));

    assertThat(heard.events).containsExactly(new ReasoningDelta("hm"), STOP);
  }

  @Test
  void contentInPartsKeepsTheirOrder() {
    String parts =
        "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'4?'}],'closed':true},"
            + "{'type':'text','text':'4'},{'type':'reference','reference_ids':[1]},"
            + "{'type':'text','text':'2'}]}";

    Heard heard = Asking.stream(events(delta(parts), finish("stop")));

    assertThat(heard.events)
        .containsExactly(new ReasoningDelta("4?"), new TextDelta("4"), new TextDelta("2"), STOP);
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
  void choiceThatWasAskedForAndNeverCameIsMissedUnlessTheProviderSaysItIsDone() {
    String request = "{'messages':[],'stream':true,'n':2}";
    String body = events(text("a"), finish("stop"));

    Heard silent = Asking.over(ScriptedTransport.streaming(body)).ask(request);
    Heard done = Asking.over(ScriptedTransport.streaming(body + events(DONE))).ask(request);

    assertThat(silent.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(done.isSuccess()).isTrue();
  }

  @Test
  void choicesWithoutIndexAreCountedByTheirPlace() {
    String chunk =
        "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'},"
            + "{'delta':{'content':'b'},'finish_reason':'stop'}]}";

    Heard heard = Asking.stream(events(chunk));

    assertThat(heard.text).hasToString("a");
    assertThat(heard.events).contains(new OtherChoice(1, new TextDelta("b")));
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

  @Test
  void messageBesideDeltasIsNotSaidTwice() {
    String last = "{'choices':[{'index':0,'message':{'content':'ab'},'finish_reason':'stop'}]}";

    Heard heard = Asking.stream(events(text("a"), text("b"), last));

    assertThat(heard.text).hasToString("ab");
  }

  @Test
  void errorWinsOverEverythingInItsChunkAndAfterIt() {
    String error =
        "{'choices':[{'index':0,'delta':{'content':'no'},'finish_reason':'stop'}],"
            + USAGE
            + ",'error':{'code':502,'message':'upstream broke'}}";

    Heard heard = Asking.stream(events(text("a"), error, text("b"), finish("stop"), DONE));

    assertThat(heard.text).hasToString("a");
    assertThat(heard.finish).isEmpty();
    assertThat(heard.usage).isPresent();
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.ServerError.class);
  }

  @Test
  void errorAfterTheFinishReasonIsAFailure() {
    Heard heard = Asking.stream(events(text("a"), finish("length"), "{'error':'broke'}", DONE));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.ServerError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "false", "{}"})
  void emptyErrorIsNone(String error) {
    String chunk =
        "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}],'error':"
            + error
            + "}";

    assertThat(Asking.stream(events(chunk)).isSuccess()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event: error↵data: {\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}↵↵"
            + "|RateLimited",
        "event: error↵data: it broke↵↵|ServerError",
        "event: error↵data: {\"message\":\"no\",\"status_code\":400}↵↵|BadRequest",
        "data: {\"object\":\"error\",\"message\":\"no\",\"code\":401}↵↵|Unauthenticated",
        "data: {\"detail\":\"Invalid API Key\"}↵↵|Unauthenticated",
        "data: {\"choices\":[],\"x_groq\":{\"error\":\"over_capacity\"}}↵↵|Overloaded",
        "data:"
            + " {\"choices\":[{\"index\":0,\"error\":{\"code\":503,\"message\":\"x\"}}]}↵↵|Overloaded",
        "data: {\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\"}}↵↵|BadRequest",
        "data: {\"error\":{\"message\":\"cut off before its blank line\",\"code\":503}}|Overloaded",
        "{\"error\":{\"message\":\"no frame\",\"code\":\"insufficient_quota\"}}|QuotaExceeded",
        "[{\"error\":{\"message\":\"a list\",\"code\":503,\"status\":\"UNAVAILABLE\"}}]|Overloaded"
      })
  void errorInAStreamIsTheSameErrorAsWithItsStatus(String body, String kind) {
    String stream = body.replace('↵', '\n');

    assertThat(Asking.stream(stream).failure.orElseThrow().kind()).isEqualTo(kind);
  }

  @Test
  void errorOutsideOfAnyFrameIsFoundBehindOutput() {
    String body =
        events(text("a")) + "{\n \"error\": {\n  \"code\": 503, \"message\": \"x\"\n }\n}\n";

    Heard heard = Asking.stream(body);

    assertThat(heard.text).hasToString("a");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Overloaded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'choices':[{'index':0,'delta':{'con", "nonsense", "17", "null", "['a']"})
  void eventThatDoesNotParseIsMalformed(String data) {
    Heard heard = Asking.stream(events(text("a"), data, finish("stop")));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(heard.text).hasToString("a");
  }

  @Test
  void eventThatDoesNotParseAfterTheSemanticEndDoesNoHarm() {
    assertThat(Asking.stream(events(text("a"), finish("stop"), "nonsense")).isSuccess()).isTrue();
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    byte[] body = events(text("aXb"), finish("stop")).getBytes(StandardCharsets.ISO_8859_1);
    body[new String(body, StandardCharsets.ISO_8859_1).indexOf('X')] = (byte) 0xFF;

    Heard heard = hear(body);

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void tooLargeEventIsMalformed() {
    String body = events(text("x".repeat(SseReader.MAX_EVENT_BYTES)), finish("stop"));

    assertThat(Asking.stream(body).failure.orElseThrow())
        .isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void htmlInPlaceOfAStreamIsMalformedAndToldByItsTitle() {
    Failure failure =
        Asking.stream("<html><head><title>Sign  in</title></head></html>").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message())
        .isEqualTo("the provider sent an HTML page, \"Sign in\" in place of an answer");
  }

  @Test
  void textInPlaceOfAStreamIsMalformed() {
    Failure failure = Asking.stream("upstream is gone\n").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message()).isEqualTo("the answer is not an event stream");
    assertThat(failure.messageToCaller()).endsWith(": upstream is gone");
  }

  @Test
  void plainAnswerInPlaceOfAStreamBecomesOneChunk() {
    Heard heard =
        Asking.stream(
            Asking.json(
                    "{'id':'a','object':'chat.completion','model':'m-1','choices':[{'index':0,"
                        + "'message':{'role':'assistant','content':'Hi','tool_calls':"
                        + "[{'id':'t','function':{'name':'f','arguments':'{}'}}]},"
                        + "'finish_reason':'tool_calls'}],"
                        + USAGE
                        + "}")
                .toJson());

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.events)
        .containsExactly(
            new TextDelta("Hi"),
            new ToolCallDelta(0, "t", "f", "{}"),
            SEVEN,
            new Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    assertThat(heard.chunks)
        .containsExactly(
            Asking.json(
                "{'id':'a','object':'chat.completion.chunk','model':'m-1','choices':[{'index':0,"
                    + "'delta':{'role':'assistant','content':'Hi','tool_calls':"
                    + "[{'id':'t','function':{'name':'f','arguments':'{}'},'index':0}]},"
                    + "'finish_reason':'tool_calls'}],"
                    + USAGE
                    + "}"));
  }

  @Test
  void byteOrderMarkAndBlankLinesBeforeTheFirstEventAreSkipped() {
    Heard heard =
        hear(("\uFEFF\n\n" + events(text("é"), finish("stop"))).getBytes(StandardCharsets.UTF_8));

    assertThat(heard.text).hasToString("é");
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void unknownShapesInAChunkAreNoException() {
    Heard heard =
        Asking.stream(
            events(
                "{'choices':[null,1,{'index':'x','delta':7,'finish_reason':9}]}",
                "{'choices':{'a':1},'usage':[]}",
                "{'choices':[{'index':-3,'delta':{'content':{'x':1},'tool_calls':{},"
                    + "'function_call':'f','reasoning':{}}}]}",
                "{'choices':[{'index':99999999999999,'delta':{'content':[1,null,{'type':8}]}}]}",
                DONE));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
    assertThat(heard.hasOutput()).isFalse();
  }

  private static Heard streamEnding(ScriptedTransport.Ending ending, String body) {
    return Asking.over(ScriptedTransport.streaming(body).ending(ending)).stream();
  }

  private static Heard hear(byte[] body) {
    HttpHead head = new HttpHead(200, Headers.of("Content-Type", "text/event-stream"));
    return Asking.over(new ScriptedTransport(head, body, ScriptedTransport.Ending.CLOSED)).stream();
  }
}
