package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.delta;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.wire.Heard;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library knows of tool calls the JSON says too. */
class CallFormTest {
  @ParameterizedTest
  @ValueSource(strings = {"'index':0,", ""})
  void parallelCallsThatAllHaveOneNumberOrNoneAreNumberedForClients(String index) {
    List<JsonObject> chunks =
        heard(
            "{" + index + "'id':'a','function':{'name':'f','arguments':''}}",
            "{" + index + "'function':{'arguments':'{}'}}",
            "{" + index + "'id':'b','function':{'name':'g','arguments':'{}'}}");

    assertThat(calls(chunks))
        .containsExactly(
            call("{'index':0,'id':'a','function':{'name':'f','arguments':''}}"),
            call("{'index':0,'function':{'arguments':'{}'}}"),
            call("{'index':1,'id':'b','function':{'name':'g','arguments':'{}'}}"));
  }

  @Test
  void parallelCallsInOneChunkAreNumberedToo() {
    Heard heard =
        Asking.stream(
            events(
                delta(
                    "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'1'}},"
                        + "{'index':0,'id':'b','function':{'name':'g','arguments':'2'}}]}"),
                finish("tool_calls")));

    assertThat(heard.chunks.getFirst())
        .isEqualTo(
            Asking.json(
                delta(
                    "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'1'}},"
                        + "{'index':1,'id':'b','function':{'name':'g','arguments':'2'}}]}")));
  }

  @Test
  void argumentsThatAreAnObjectAreWrittenAsText() {
    List<JsonObject> chunks =
        heard("{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1}}}");

    assertThat(chunks.getFirst().toJson()).contains("\"arguments\":\"{\\\"x\\\":1}\"");
  }

  @Test
  void idAndNameThatAreRepeatedAreWrittenOnce() {
    List<JsonObject> chunks =
        heard(
            "{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}",
            "{'index':0,'id':'a','function':{'name':'f','arguments':'}'}}");

    assertThat(calls(chunks).getLast()).isEqualTo(call("{'index':0,'function':{'arguments':'}'}}"));
  }

  @Test
  void callThatIsSaidAgainWholeIsSaidOnce() {
    String whole = "{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}";

    List<JsonObject> chunks = heard(whole, whole);

    assertThat(calls(chunks))
        .containsExactly(call(whole), call("{'index':0,'function':{'arguments':''}}"));
  }

  @Test
  void callThatIsNoListIsAListOfOne() {
    String call = "{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}";

    Heard heard = Asking.stream(events(delta("{'tool_calls':" + call + "}"), finish("tool_calls")));

    assertThat(heard.toolCalls).containsExactly(new ToolCall("a", "f", "{}"));
    assertThat(heard.chunks.getFirst())
        .isEqualTo(Asking.json(delta("{'tool_calls':[" + call + "]}")));
  }

  @Test
  void callOfOldThatIsAnObjectIsWrittenAsText() {
    Heard heard =
        Asking.stream(
            events(
                delta("{'function_call':{'name':'f','arguments':{'x':1}}}"),
                finish("function_call")));

    assertThat(heard.chunks.getFirst().toJson()).contains("\"arguments\":\"{\\\"x\\\":1}\"");
  }

  @Test
  void soundChunkGoesOutByteForByte() {
    String chunk =
        "{\"x\": 1.0, \"choices\":[ {\"delta\":{\"tool_calls\": [{\"index\": 0,\"id\":\"a\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}} ]}";

    Heard heard = Asking.stream("data: " + chunk + "\n\n" + events(finish("tool_calls")));

    assertThat(heard.chunks.getFirst().toJson()).isEqualTo(chunk);
  }

  private static List<JsonObject> heard(String... pieces) {
    String[] chunks =
        Arrays.stream(pieces)
            .map(piece -> delta("{'tool_calls':[" + piece + "]}"))
            .toArray(String[]::new);
    List<JsonObject> heard = Asking.stream(events(chunks) + events(finish("tool_calls"))).chunks;
    return heard.subList(0, pieces.length);
  }

  private static List<JsonObject> calls(List<JsonObject> chunks) {
    return chunks.stream().map(CallFormTest::call).toList();
  }

  private static JsonObject call(JsonObject chunk) {
    return chunk
        .array("choices")
        .flatMap(choices -> choices.objects().findFirst())
        .flatMap(choice -> choice.object("delta"))
        .flatMap(delta -> delta.array("tool_calls"))
        .flatMap(calls -> calls.objects().findFirst())
        .orElseThrow();
  }

  private static JsonObject call(String singleQuoted) {
    return Asking.json(singleQuoted);
  }
}
