package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.wire.Heard;
import org.junit.jupiter.api.Test;

/** Tool calls whose arguments come in pieces. */
class CallPiecesTest {
  private static final String STOP = frame("", ",'finishReason':'STOP'");

  @Test
  void argumentsMayComeInPieces() {
    Heard heard =
        Asking.stream(
            frame("{'functionCall':{'name':'f','willContinue':true}}", ""),
            pieces("{'jsonPath':'$.a.b[0]','stringValue':'x','willContinue':true}"),
            pieces("{'jsonPath':'$.a.b[0]','stringValue':'y'}"),
            pieces("{'jsonPath':'$.a.b[1]','numberValue':2},{'jsonPath':'$.c','boolValue':true}"),
            pieces("{'jsonPath':'$.d','nullValue':'NULL_VALUE'}"),
            frame("{'functionCall':{}}", ",'finishReason':'STOP'"));

    assertThat(heard.toolCalls)
        .containsExactly(
            new ToolCall("call_r_0", "f", "{\"a\":{\"b\":[\"xy\",2]},\"c\":true,\"d\":null}"));
  }

  @Test
  void callThatIsStillOpenAtTheEndIsMalformedAndOneOutOfPlaceToo() {
    String begun = frame("{'functionCall':{'name':'f','willContinue':true}}", "");

    assertThat(Asking.stream(begun, STOP).failure)
        .get()
        .isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(Asking.stream(begun, pieces("{'jsonPath':'$.a[7]','numberValue':1}")).failure)
        .get()
        .isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void whatNobodyCanReadIsQuotedAndStandsInNoEvent() {
    Failure failure =
        Asking.stream(pieces("{'jsonPath':'no path but MY ANSWER','stringValue':'x'}"))
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.message()).isEqualTo("the answer cannot be read");
    assertThat(failure.messageToCaller()).endsWith(": no path but MY ANSWER");
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY ANSWER");
  }

  @Test
  void callsThatAreWrittenAtTheSameTimeAreNotMixed() {
    Heard heard =
        Asking.stream(
            frame("{'functionCall':{'id':'a','name':'f','willContinue':true}}", ""),
            frame("{'functionCall':{'id':'b','name':'g','willContinue':true}}", ""),
            frame(
                "{'functionCall':{'id':'a','willContinue':true,'partialArgs':"
                    + "[{'jsonPath':'$.x','numberValue':1}]}}",
                ""),
            frame(
                "{'functionCall':{'id':'b','willContinue':true,'partialArgs':"
                    + "[{'jsonPath':'$.x','numberValue':2}]}}",
                ""),
            frame("{'functionCall':{'id':'a','name':'f'}}", ""),
            frame("{'functionCall':{'id':'b'}}", ",'finishReason':'STOP'"));

    assertThat(heard.failure).isEmpty();
    assertThat(heard.toolCalls)
        .containsExactly(new ToolCall("a", "f", "{\"x\":1}"), new ToolCall("b", "g", "{\"x\":2}"));
  }

  @Test
  void callThatIsLeftOpenForAnotherIsMalformed() {
    Heard heard =
        Asking.stream(
            frame("{'functionCall':{'name':'f','willContinue':true}}", ""),
            pieces("{'jsonPath':'$.x','numberValue':1}"),
            frame("{'functionCall':{'name':'g','args':{}}}", ""),
            STOP);

    assertThat(heard.failure).get().isInstanceOf(Failure.MalformedAnswer.class);
  }

  private static String pieces(String pieces) {
    return frame("{'functionCall':{'willContinue':true,'partialArgs':[" + pieces + "]}}", "");
  }
}
