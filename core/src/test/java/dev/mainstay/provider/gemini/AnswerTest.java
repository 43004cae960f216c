package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as Gemini gives them, and what they are heard as. */
class AnswerTest {
  private static final String HI = frame("{'text':'Hi'}", "");
  private static final String STOP = frame("", ",'finishReason':'STOP'");

  @Test
  void streamIsToldInOpenAisChunks() {
    Heard heard =
        Asking.over(
                ScriptedTransport.streaming(
                    ("data: " + HI + "\n\ndata: " + usage(STOP)).replace('\'', '"') + "\n\n"))
            .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(heard.chunks)
        .extracting(chunk -> chunk.without(Set.of("created")))
        .containsExactly(
            chunk("[{'index':0,'delta':{'role':'assistant','content':'Hi'},'finish_reason':null}]"),
            chunk("[{'index':0,'delta':{},'finish_reason':'stop','native_finish_reason':'STOP'}]"),
            chunk("[]")
                .with(
                    "usage",
                    json(
                        "{'prompt_tokens':12,'completion_tokens':7,'total_tokens':19,"
                            + "'prompt_tokens_details':{'cached_tokens':4},"
                            + "'completion_tokens_details':{'reasoning_tokens':5}}")));
    assertThat(heard.usage).hasValue(new Usage(12, 7, 19, OptionalLong.of(4), OptionalLong.of(5)));
  }

  @Test
  void usageThatNobodyAskedForIsNotShown() {
    Heard heard = Asking.stream(HI, usage(STOP));

    assertThat(heard.usage.map(Usage::totalTokens)).hasValue(19L);
    assertThat(heard.chunks).noneMatch(chunk -> chunk.has("usage"));
  }

  @Test
  void thoughtsAreReasoningAndSignaturesAreKeptWithTheirParts() {
    Heard heard =
        Asking.stream(
            frame("{'text':'hm','thought':true}", ""),
            frame(
                "{'functionCall':{'name':'f','args':{'a':1}},'thoughtSignature':'sig+/='},"
                    + "{'functionCall':{'id':'own','name':'g'}}",
                ""),
            frame("{'text':'','thoughtSignature':'tail'}", ",'finishReason':'STOP'"));

    assertThat(heard.reasoning).hasToString("hm");
    assertThat(heard.toolCalls)
        .containsExactly(
            new ToolCall("call_r_0", "f", "{\"a\":1}"), new ToolCall("own", "g", "{}"));
    assertThat(heard.finish).hasValue(FinishReason.TOOL_CALLS);
    assertThat(deltas(heard, "thinking_blocks"))
        .containsExactly(
            json("{'type':'thinking','thinking':'hm','signature':'gemini:0:sig+/='}"),
            json("{'type':'thinking','thinking':'','signature':'gemini:text:tail'}"));
  }

  @Test
  void plainAnswerHasItsPicturesAndItsSourcesInTheMessage() {
    Heard heard =
        Asking.plain(
            "{'responseId':'r','modelVersion':'m','candidates':[{'content':{'parts':["
                + "{'text':'Look:'},{'inlineData':{'mimeType':'image/png','data':'AAAA'}},"
                + "{'executableCode':{'code':'1'}}]},'finishReason':'STOP',"
                + "'groundingMetadata':{'webSearchQueries':['q']}}]}");

    assertThat(choice(heard.chunks.getFirst()).object("message"))
        .hasValue(
            json(
                "{'role':'assistant','content':'Look:','images':[{'type':'image_url',"
                    + "'image_url':{'url':'data:image/png;base64,AAAA'}}],"
                    + "'content_parts':[{'executableCode':{'code':'1'}}],"
                    + "'groundingMetadata':{'webSearchQueries':['q']}}"));
  }

  @Test
  void logprobsAreToldAsOpenAiTellsThem() {
    String result =
        ",'logprobsResult':{'logProbabilitySum':-0.5,'chosenCandidates':[{'token':'Hi','tokenId':9,"
            + "'logProbability':-0.25},{'token':'!'}],'topCandidates':[{'candidates':[{'token':'Hi',"
            + "'logProbability':-0.25},{'token':'Ho','logProbability':-1.5}]}]}";
    JsonObject expected =
        json(
            "{'content':[{'token':'Hi','logprob':-0.25,'bytes':null,'top_logprobs':[{'token':'Hi',"
                + "'logprob':-0.25,'bytes':null},{'token':'Ho','logprob':-1.5,'bytes':null}]},"
                + "{'token':'!','logprob':0,'bytes':null,'top_logprobs':[]}],'refusal':null}");

    Heard streamed = Asking.stream(frame("{'text':'Hi!'}", result), STOP);
    Heard plain = Asking.plain(frame("{'text':'Hi!'}", ",'finishReason':'STOP'" + result));

    assertThat(choice(streamed.chunks.getFirst()).object("delta"))
        .hasValue(json("{'role':'assistant','content':'Hi!'}"));
    assertThat(choice(streamed.chunks.getFirst()).object("logprobs")).hasValue(expected);
    assertThat(choice(streamed.chunks.getLast()).has("logprobs")).isFalse();
    assertThat(choice(plain.chunks.getFirst()).object("logprobs")).hasValue(expected);
  }

  @Test
  void logprobsOfAnotherCandidateAndWithoutTextAreTold() {
    Heard heard =
        Asking.stream(
            HI,
            "{'candidates':[{'index':1,'content':{'parts':[]},'logprobsResult':{'chosenCandidates':"
                + "[{'token':'A','logProbability':-1}]}}]}",
            STOP);

    assertThat(choice(heard.chunks.get(1)))
        .isEqualTo(
            json(
                "{'index':1,'delta':{'role':'assistant'},'logprobs':{'content':[{'token':'A',"
                    + "'logprob':-1,'bytes':null,'top_logprobs':[]}],'refusal':null},"
                    + "'finish_reason':null}"));
  }

  @Test
  void candidatesAreChoices() {
    Heard heard =
        Asking.over(
                ScriptedTransport.answering(
                    200,
                    ("{'candidates':[{'index':0,'content':{'parts':[{'text':'A'}]},'finishReason':'STOP'},"
                            + "{'index':1,'content':{'parts':[{'text':'B'}]},'finishReason':'MAX_TOKENS'}]}")
                        .replace('\'', '"')))
            .ask("{'messages':[],'n':2}");

    assertThat(heard.text).hasToString("A");
    assertThat(heard.events).contains(new OtherChoice(1, new TextDelta("B")));
    assertThat(heard.chunks.getFirst().array("choices").map(JsonArray::size)).hasValue(2);
  }

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

  @Test
  void framesMayStandInOneEvent() {
    Heard heard = Asking.stream(HI + usage(STOP));

    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.finish).hasValue(FinishReason.STOP);
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

  private static String frame(String parts, String more) {
    return "{'responseId':'r','modelVersion':'gemini-x','candidates':[{'content':{'role':'model','parts':["
        + parts
        + "]}"
        + more
        + "}]}";
  }

  private static String pieces(String pieces) {
    return frame("{'functionCall':{'willContinue':true,'partialArgs':[" + pieces + "]}}", "");
  }

  private static String usage(String frame) {
    return frame.substring(0, frame.length() - 1)
        + ",'usageMetadata':{'promptTokenCount':9,'toolUsePromptTokenCount':3,"
        + "'cachedContentTokenCount':4,'candidatesTokenCount':2,'thoughtsTokenCount':5,'totalTokenCount':19}}";
  }

  private static JsonObject chunk(String choices) {
    return json(
        "{'id':'r','object':'chat.completion.chunk','model':'gemini-x','choices':" + choices + "}");
  }

  private static JsonObject choice(JsonObject chunk) {
    return chunk.array("choices").orElseThrow().objects().findFirst().orElseThrow();
  }

  private static List<JsonValue> deltas(Heard heard, String member) {
    return heard.chunks.stream()
        .map(chunk -> choice(chunk).object("delta").orElseThrow())
        .flatMap(delta -> delta.array(member).stream())
        .flatMap(list -> list.items().stream())
        .toList();
  }
}
