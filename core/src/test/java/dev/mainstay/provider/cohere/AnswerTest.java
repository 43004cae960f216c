package dev.mainstay.provider.cohere;

import static dev.mainstay.provider.cohere.Asking.COMMAND;
import static dev.mainstay.provider.cohere.Asking.HI;
import static dev.mainstay.provider.cohere.Asking.ask;
import static dev.mainstay.provider.cohere.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Cohere's answers are heard as: whole, streamed, broken or refused. */
class AnswerTest {
  private static final String START =
      "{'type':'message-start','id':'r1','delta':{'message':{'role':'assistant','content':[]}}}";
  private static final String TEXT =
      "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'Hi'}}}}";
  private static final String END =
      "{'type':'message-end','delta':{'finish_reason':'COMPLETE','usage':{'billed_units':"
          + "{'input_tokens':1,'output_tokens':2},'tokens':{'input_tokens':12,'output_tokens':7}}}}";

  @Test
  void streamIsToldInOpenAisChunks() {
    Heard heard = streamed(START, TEXT, END);

    assertThat(heard.chunks)
        .extracting(chunk -> chunk.without(Set.of("created", "object", "model", "id")))
        .containsExactly(
            json("{'choices':[{'index':0,'delta':{'role':'assistant'},'finish_reason':null}]}"),
            json("{'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':null}]}"),
            json(
                "{'choices':[{'index':0,'delta':{},'finish_reason':'stop',"
                    + "'native_finish_reason':'COMPLETE'}]}"),
            json(
                "{'choices':[],'usage':{'prompt_tokens':12,'completion_tokens':7,'total_tokens':19}}"));
    assertThat(heard.chunks).allMatch(chunk -> chunk.text("id").filter("r1"::equals).isPresent());
    assertThat(heard.usage)
        .hasValue(new Usage(12, 7, 19, OptionalLong.empty(), OptionalLong.empty()));
  }

  /** OpenAI tells each token's text, Cohere that of the piece: it is told as one. */
  @Test
  void logprobsAreToldPieceByPiece() {
    String piece = "{'text':'Hi','token_ids':[7],'logprobs':[-0.25]}";
    String ofTwo = "{'text':'世','token_ids':[8,9],'logprobs':[-0.5,-0.25]}";
    String unsaid = "{'token_ids':[1],'logprobs':[-1]}";
    String one = "{'token':'Hi','logprob':-0.25,'bytes':null,'top_logprobs':[]}";
    String two = "{'token':'世','logprob':-0.75,'bytes':null,'top_logprobs':[]}";

    Heard plain =
        ask(
            ScriptedTransport.answering(
                200,
                json("{'id':'r1','finish_reason':'COMPLETE','message':{'content':[{'type':'text',"
                        + "'text':'Hi世'}]},'logprobs':["
                        + String.join(",", piece, ofTwo, unsaid)
                        + "]}")
                    .toJson()),
            COMMAND,
            "{" + HI + "}");
    Heard streamed =
        streamed(
            START,
            TEXT.replace("'index':0", "'index':0,'logprobs':" + piece),
            TEXT.replace("'index':0", "'index':0,'logprobs':" + ofTwo),
            TEXT.replace("'index':0", "'index':0,'logprobs':" + unsaid),
            END);

    assertThat(logprobs(plain))
        .containsExactly(json("{'content':[" + one + "," + two + "],'refusal':null}"));
    assertThat(logprobs(streamed))
        .containsExactly(
            json("{'content':[" + one + "],'refusal':null}"),
            json("{'content':[" + two + "],'refusal':null}"));
  }

  private static List<JsonObject> logprobs(Heard heard) {
    return heard.chunks.stream()
        .flatMap(chunk -> chunk.array("choices").stream())
        .flatMap(JsonArray::objects)
        .flatMap(choice -> choice.object("logprobs").stream())
        .toList();
  }

  @Test
  void plansThoughtsAndCallsAreHeard() {
    Heard heard =
        streamed(
            START,
            "{'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':'hm '}}}}",
            "{'type':'tool-plan-delta','delta':{'message':{'tool_plan':'I will'}}}",
            "{'type':'tool-call-start','index':1,'delta':{'message':{'tool_calls':{'id':'f_1','type':"
                + "'function','function':{'name':'f','arguments':''}}}}}",
            "{'type':'tool-call-delta','index':1,'delta':{'message':{'tool_calls':{'function':"
                + "{'arguments':'{}'}}}}}",
            "{'type':'tool-call-end','index':1}",
            "{'type':'tool-call-start','index':2,'delta':{'message':{'tool_calls':{'id':'g_1','type':"
                + "'function','function':{'name':'g','arguments':'{}'}}}}}",
            END.replace("COMPLETE", "TOOL_CALL"));

    assertThat(heard.reasoning).hasToString("hm I will");
    assertThat(heard.toolCalls)
        .containsExactly(new ToolCall("f_1", "f", "{}"), new ToolCall("g_1", "g", "{}"));
    assertThat(heard.finish).hasValue(FinishReason.TOOL_CALLS);
  }

  @Test
  void wholeAnswerIsHeardAsTheStreamIs() {
    Heard heard =
        ask(
            ScriptedTransport.answering(
                200,
                ("{'id':'r1','finish_reason':'MAX_TOKENS','message':{"
                        + "'role':'assistant','tool_plan':'p',"
                        + "'content':[{'type':'thinking','thinking':'t'},"
                        + "{'type':'text','text':'Hi'}],"
                        + "'tool_calls':["
                        + "{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "'usage':{'billed_units':{'input_tokens':1,'output_tokens':2}}}")
                    .replace('\'', '"')),
            COMMAND,
            "{" + HI + "}");

    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.reasoning).hasToString("pt");
    assertThat(heard.toolCalls).containsExactly(new ToolCall("c", "f", "{}"));
    assertThat(heard.finish).hasValue(FinishReason.LENGTH);
    assertThat(heard.usage.map(Usage::totalTokens)).hasValue(3L);
  }

  @Test
  void streamCutAtAnyByteIsNeverToldAsWhole() {
    String body = body(START, TEXT, END);
    for (int cut = 0; cut < body.indexOf("message-end"); cut++) {
      Heard heard = streamedBody(body.substring(0, cut));

      assertThat(heard.failure)
          .get()
          .isInstanceOfAny(Failure.Truncated.class, Failure.MalformedAnswer.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, ServerError",
    "TIMEOUT, TimedOut",
  })
  void endThatIsAnErrorIsOne(String word, String kind) {
    assertThat(streamed(START, TEXT, END.replace("COMPLETE", word)).failure.orElseThrow().kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | You are using a Trial key, which is limited to 10 API calls / minute. | RateLimited",
        "429 | You are using a Trial key, which is limited to 1000 API calls / month. |"
            + " QuotaExceeded",
        "401 | invalid api token | Unauthenticated",
        "498 | invalid api token | Unauthenticated",
        "498 | blocked output: please adjust your prompt and try again | ContentPolicyViolation",
        "499 | request cancelled | TimedOut",
        "404 | model 'command-x' not found, make sure the correct model ID was used | NotFound",
        "422 | message must be at least 1 token long | Unprocessable",
        "500 | internal server error | ServerError",
        "503 | service unavailable | Overloaded"
      })
  void statusIsWhatItSays(int status, String message, String kind) {
    JsonObject body = JsonObject.of("id", Json.parse("\"x\"")).with("message", message);

    Heard heard = ask(ScriptedTransport.answering(status, body.toJson()), COMMAND, "{" + HI + "}");

    assertThat(heard.failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(heard.failure.orElseThrow().message()).contains(message);
  }

  private static String body(String... events) {
    return String.join(
            "",
            Arrays.stream(events)
                .map(event ->
                    "event: "
                        + json(event).text("type").orElseThrow()
                        + "\ndata: "
                        + event
                        + "\n\n")
                .toList())
        .replace('\'', '"');
  }

  @Test
  void streamThatCallsToolsWithoutEndIsMalformed() {
    String[] calls =
        IntStream.rangeClosed(0, ChatEventDecoder.MOST_CALLS)
            .mapToObj(i -> "{'type':'tool-call-start','index':" + i + ",'delta':{}}")
            .toArray(String[]::new);

    assertThat(streamed(calls).failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  private static Heard streamed(String... events) {
    return streamedBody(body(events));
  }

  private static Heard streamedBody(String body) {
    return ask(
        ScriptedTransport.streaming(body),
        COMMAND,
        "{" + HI + ",'stream':true,'stream_options':{'include_usage':true}}");
  }
}
