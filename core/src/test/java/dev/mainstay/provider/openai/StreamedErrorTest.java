package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.USAGE;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.http.SseReader;
import dev.mainstay.provider.wire.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors inside a stream, and what comes in place of one. */
class StreamedErrorTest {
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
    Heard heard = Asking.stream(events(text("a"), text("b"), finish("stop"), "nonsense"));

    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void tooLargeEventIsMalformed() {
    String body = events(text("x".repeat(SseReader.MAX_EVENT_BYTES)), finish("stop"));

    assertThat(Asking.stream(body).failure.orElseThrow())
        .isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void htmlInPlaceOfAStreamIsMalformedAndQuotedByItsTitle() {
    Failure failure =
        Asking.stream("<html><head><title>Sign  in</title></head></html>").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message()).isEqualTo("a page came in place of an answer");
    assertThat(failure.detail().quoted()).hasValue("the provider sent an HTML page, \"Sign in\"");
  }

  @Test
  void textInPlaceOfAStreamIsMalformed() {
    Failure failure = Asking.stream("upstream is gone\n").failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message()).isEqualTo("the answer is not an event stream");
    assertThat(failure.messageToCaller()).endsWith(": upstream is gone");
  }
}
