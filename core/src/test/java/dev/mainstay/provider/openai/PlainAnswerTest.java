package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
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
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainAnswerTest {
  @Test
  void finishReasonThatIsNoWordGoesOutAsNull() {
    String answer = "{'choices':[{'index':0,'message':{'content':'a'},'finish_reason':%s}]}";

    Heard heard = Asking.plain(Asking.json(answer.formatted("''")).toJson());

    assertThat(heard.failure).isEmpty();
    assertThat(heard.finish).isEmpty();
    assertThat(heard.chunks).containsExactly(Asking.json(answer.formatted("null")));
  }

  @Test
  void wholeAnswerIsOneChunkOfEverythingInIt() {
    String body =
        """
        { "id": "a", "model": "m-1", "choices": [ { "index": 0, "message": { "role": "assistant",
          "reasoning_content": "hm", "content": "Hi", "refusal": "no", "tool_calls": [
            { "id": "t", "type": "function", "function": { "name": "f", "arguments": "{}" } } ] },
          "finish_reason": "tool_calls" } ], "usage": { "prompt_tokens": 1, "completion_tokens": 2,
          "total_tokens": 3 } }
        """;

    Heard heard = Asking.plain(body);

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.events)
        .containsExactly(
            new ReasoningDelta("hm"),
            new TextDelta("Hi"),
            new RefusalDelta("no"),
            new ToolCallDelta(0, "t", "f", "{}"),
            new UsageReported(new Usage(1, 2, 3, OptionalLong.empty(), OptionalLong.empty())),
            new Finished(FinishReason.TOOL_CALLS, "tool_calls"));
    assertThat(heard.chunks).hasSize(1);
    assertThat(heard.chunks.getFirst().toJson()).isEqualTo(body.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sorry, we are closed.|the answer is not JSON|Sorry, we are closed.",
        "{'status':'closed'}|the answer has no choices|{\"status\":\"closed\"}",
        "{'choices':null}|the answer has no choices|{\"choices\":null}",
        "[1]|the answer is JSON, but not an object|[1]",
        "{'choices':[{'message':{'content':null}}]}"
            + "|the answer has neither output nor a finish_reason"
            + "|{\"choices\":[{\"message\":{\"content\":null}}]}"
      })
  void wordsInPlaceOfAnAnswerAreForTheCallerAlone(String body, String message, String quoted) {
    Failure failure = plain(body).failure.orElseThrow();

    assertThat(failure.message()).isEqualTo(message);
    assertThat(failure.messageToCaller()).isEqualTo(message + ": " + quoted);
    assertThat(failure.withoutQuoted().messageToCaller()).isEqualTo(message);
    assertThat(failure.withoutQuoted().kind()).isEqualTo(failure.kind());
  }

  @Test
  void quotedWordsAreFewAndHoldNoKey() {
    Failure failure = Asking.plain("x " + Asking.KEY + " y".repeat(5_000)).failure.orElseThrow();

    assertThat(failure.messageToCaller()).contains(": x *** y").hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1008", "'1008'"})
  void minimaxTellsItsErrorsBesideNoChoices(String code) {
    Failure failure =
        plain(
                "{'choices':null,'base_resp':{'status_code':"
                    + code
                    + ",'status_msg':'insufficient balance'}}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.QuotaExceeded.class);
    assertThat(failure.message()).isEqualTo("insufficient balance");
    assertThat(failure.detail().code()).hasValue("1008");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "'0'", "''", "null"})
  void minimaxsStatusOfAnAnswerIsNotAnError(String code) {
    Heard heard =
        plain(
            "{'choices':[{'index':0,'message':{'content':'a'},'finish_reason':'stop'}],"
                + "'base_resp':{'status_code':"
                + code
                + ",'status_msg':''}}");

    assertThat(heard.failure).isEmpty();
  }

  @Test
  void everyChoiceIsTold() {
    Heard heard =
        plain(
            "{'choices':[{'index':1,'message':{'content':'b'},'finish_reason':'length'},"
                + "{'index':0,'message':{'content':'a'},'finish_reason':'stop'}]}");

    assertThat(heard.events)
        .containsExactly(
            new OtherChoice(1, new TextDelta("b")),
            new TextDelta("a"),
            new OtherChoice(1, new Finished(FinishReason.LENGTH, "length")),
            STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n  \n", "\uFEFF", " \r\n\t "})
  void paddingBeforeTheJsonIsSkipped(String padding) {
    Heard heard =
        Asking.plain(
            padding
                + "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");

    assertThat(heard.events).containsExactly(new TextDelta("a"), STOP);
  }

  @Test
  void choiceWithoutMessageIsAnEndWithoutText() {
    Heard heard = plain("{'choices':[{'index':0,'finish_reason':'content_filter'}]}");

    assertThat(heard.events)
        .containsExactly(new Finished(FinishReason.CONTENT_FILTER, "content_filter"));
    assertThat(heard.isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'finish_reason':null", ",'finish_reason':''"})
  void answerWithoutFinishReasonIsWholeIfItSaysAnything(String finish) {
    Heard heard = plain("{'choices':[{'message':{'content':'a'}" + finish + "}]}");

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.events).containsExactly(new TextDelta("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'content':''}", "{'content':null,'reasoning':'hm'}"})
  void answerOfNothingWithoutFinishReasonIsTruncated(String message) {
    Heard heard = plain("{'choices':[{'message':" + message + "}]}");

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "{'choices':[{'message':{'content':'a'},'finish_reas",
        "{'choices':[]}",
        "{'choices':{}}",
        "{'id':'a'}",
        "{}",
        "[]",
        "[1]",
        "17",
        "null",
        "'text'",
        "{'choices':[]} x",
        "data: {'choices':[]}",
        "<!DOCTYPE html><html></html>"
      })
  void answerThatIsNoneIsMalformed(String body) {
    Heard heard = Asking.plain(body.replace('\'', '"'));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(heard.events).isEmpty();
  }

  @Test
  void choicesThatAreNoObjectsAreNoAnswer() {
    assertThat(plain("{'choices':[null,7]}").failure.orElseThrow())
        .isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'code':502,'message':'x'},'user_id':'u'}|ServerError",
        "{'error':{'code':429,'message':'x'},'choices':[]}|RateLimited",
        "{'error':'upstream connect error'}|ServerError",
        "{'object':'error','message':'x','code':404}|NotFound",
        "{'detail':'Invalid API Key'}|Unauthenticated",
        "{'message':'Insufficient Balance'}|QuotaExceeded",
        "[{'error':{'code':503,'message':'x'}}]|Overloaded",
        "{'choices':[{'error':{'code':403,'message':'x'},'finish_reason':'error'}]}|PermissionDenied",
        "{'choices':[{'message':{'content':'a'},'finish_reason':'error'}]}|ServerError"
      })
  void errorInABodyIsTheSameErrorAsWithItsStatus(String body, String kind) {
    Heard heard = plain(body);

    assertThat(heard.failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(heard.events).isEmpty();
  }

  @Test
  void bodyThatBreaksOffIsTheTransportsFailure() {
    ScriptedTransport transport =
        ScriptedTransport.answering(200, "{\"choices\":[").ending(ScriptedTransport.Ending.BROKEN);

    Heard heard = Asking.over(transport).plain();

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.ConnectionFailed.class);
  }

  @Test
  void answerThatCallsItselfAChunkIsGivenOutAsTheAnswerItIs() {
    Heard message =
        plain(
            "{'id':'c','object':'chat.completion.chunk','choices':[{'index':0,"
                + "'message':{'content':'a'},'finish_reason':'stop'}]}");
    Heard delta =
        plain(
            "{'id':'c','object':'chat.completion.chunk','choices':[{'index':0,"
                + "'delta':{'content':'a'},'finish_reason':'stop'}]}");

    assertThat(message.chunks)
        .containsExactly(
            Asking.json(
                "{'id':'c','object':'chat.completion','choices':[{'index':0,"
                    + "'message':{'content':'a'},'finish_reason':'stop'}]}"))
        .isEqualTo(delta.chunks);
  }

  @Test
  void argumentsThatAreAnObjectAreWrittenAsText() {
    Heard heard =
        plain(
            "{'choices':[{'message':{'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':{'x':"
                + " 1}}}]},'finish_reason':'tool_calls'}]}");

    assertThat(heard.chunks.getFirst().toJson())
        .contains("\"arguments\":\"{\\\"x\\\": 1}\"")
        .doesNotContain("index");
  }

  @Test
  void tooLargeAnswerIsMalformed() {
    byte[] body = new byte[64 * 1024 * 1024 + 1];
    Arrays.fill(body, (byte) ' ');
    HttpHead head = new HttpHead(200, Headers.none());

    Heard heard =
        Asking.over(new ScriptedTransport(head, body, ScriptedTransport.Ending.CLOSED)).plain();

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(heard.failure.orElseThrow().message()).contains("larger than");
  }

  private static Heard plain(String body) {
    return Asking.plain(body.replace('\'', '"'));
  }
}
