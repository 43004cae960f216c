package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Gemini's answers end, and what is no end of one. */
class AnswerEndTest {
  private static final String HI = frame("{'text':'Hi'}", "");
  private static final String STOP = frame("", ",'finishReason':'STOP'");

  @ParameterizedTest
  @ValueSource(
      strings = {"'n':2", "'extra_body':{'n':2}", "'generationConfig':{'candidateCount':2}"})
  void streamIsWholeOnceEveryCandidateThatWasAskedForIs(String asked) {
    String one = "data: " + frame("{'text':'A'}", ",'finishReason':'STOP'") + "\n\n";
    Heard heard =
        Asking.over(ScriptedTransport.streaming(one.replace('\'', '"')))
            .ask("{'messages':[]," + asked + ",'stream':true}");

    assertThat(heard.failure).get().isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "MAX_TOKENS, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "RECITATION, CONTENT_FILTER",
    "LANGUAGE, CONTENT_FILTER",
    "BLOCKLIST, CONTENT_FILTER",
    "PROHIBITED_CONTENT, CONTENT_FILTER",
    "SPII, CONTENT_FILTER",
    "IMAGE_SAFETY, CONTENT_FILTER",
    "MODEL_ARMOR, CONTENT_FILTER",
    "OTHER, CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL, STOP",
    "A_LATER_WORD, STOP"
  })
  void finishReasons(String word, FinishReason reason) {
    Heard heard = Asking.stream(frame("{'text':'a'}", ",'finishReason':'" + word + "'"));

    assertThat(heard.finish).hasValue(reason);
    assertThat(heard.nativeFinish).hasValue(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER"})
  void whatCameToNothingIsMalformed(String word) {
    Heard silent = Asking.plain("{'candidates':[{'finishReason':'" + word + "'}]}");
    Heard calling =
        Asking.stream(
            frame("{'text':'I call.'},{'functionCall':{'name':'f'}}", ""),
            frame("", ",'finishReason':'" + word + "'"));

    assertThat(silent.failure).get().isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(calling.failure).get().isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void promptThatIsBlockedEndsEveryChoice() {
    String blocked = "data: {'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'}}\n\n";
    Heard heard =
        Asking.over(ScriptedTransport.streaming(blocked.replace('\'', '"')))
            .ask("{'messages':[],'n':2,'stream':true}");

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.finish).hasValue(FinishReason.CONTENT_FILTER);
    assertThat(heard.nativeFinish).hasValue("PROHIBITED_CONTENT");
    assertThat(heard.events).hasSize(2);
  }

  /** SEMANTICS 6.1. */
  @Test
  void outputBehindAnEndRevokesIt() {
    String both = frame("{'text':'Hi'}", ",'finishReason':'STOP'");

    assertThat(Asking.stream(both, HI).failure).get().isInstanceOf(Failure.Truncated.class);
    assertThat(Asking.stream(both, both).text).hasToString("HiHi");
    assertThat(Asking.stream(both, STOP).events).filteredOn(isEnd()).hasSize(1);
  }

  /** Some tell an end with every frame: the body's end proves the last of them, a cut does not. */
  @Test
  void bodyThatIsCutProvesNoEndThatWasRevoked() {
    String both = "data: " + frame("{'text':'Hi'}", ",'finishReason':'STOP'").replace('\'', '"');
    String whole = both + "\n\n" + both + "\n\n" + both;

    for (int length = whole.length() - both.length() + 1; length < whole.length(); length++) {
      assertThat(heard(whole.substring(0, length)).failure)
          .as("cut after %s bytes", length)
          .isPresent();
    }
    assertThat(heard(whole).text).hasToString("HiHiHi");
    assertThat(heard(both + "\n\n" + both + "\n\n{\n  \"error\": {\"code\": 503}\n}\n").failure)
        .get()
        .isInstanceOf(Failure.Overloaded.class);
  }

  private static Heard heard(String stream) {
    return Asking.over(ScriptedTransport.streaming(stream)).ask("{'messages':[],'stream':true}");
  }

  @Test
  void arrayThatBreaksOffIsTruncated() {
    Heard cut =
        Asking.over(ScriptedTransport.streaming(("[" + HI + ",\n{'cand").replace('\'', '"')))
            .ask("{'messages':[],'stream':true}");
    Heard error =
        Asking.over(
                ScriptedTransport.streaming(
                    "["
                        + HI.replace('\'', '"')
                        + ",{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}]"))
            .ask("{'messages':[],'stream':true}");

    assertThat(cut.text).hasToString("Hi");
    assertThat(cut.failure).get().isInstanceOf(Failure.Truncated.class);
    assertThat(error.failure).get().isInstanceOf(Failure.Overloaded.class);
  }

  @Test
  void errorAsTheFirstEventCarriesItsHint() {
    Heard heard =
        Asking.stream(
            "{'error':{'code':429,'message':'Resource exhausted.','status':'RESOURCE_EXHAUSTED',"
                + "'details':[{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'7s'}]}}");

    assertThat(heard.failure).get().isInstanceOf(Failure.RateLimited.class);
    assertThat(heard.failure.flatMap(Failure::retryAfter)).hasValue(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'candidates':[{'content':{'parts':[{'text':'a'}]}}]} | Truncated",
        "{'usageMetadata':{'promptTokenCount':1}} | Truncated",
        "{'completion':'old'} | MalformedAnswer",
        "{'error':{'code':503,'status':'UNAVAILABLE'}} | Overloaded",
        "[{'error':{'code':404,'status':'NOT_FOUND'}}] | NotFound"
      })
  void whatIsNoWholeAnswerIsAFailure(String body, String kind) {
    assertThat(Asking.plain(body).failure.map(Failure::kind)).hasValue(kind);
  }

  private static Predicate<ChatEvent> isEnd() {
    return ChatEvent.Finished.class::isInstance;
  }
}
