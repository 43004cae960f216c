package dev.mainstay.provider.gemini;

import static dev.mainstay.provider.gemini.Asking.frame;
import static dev.mainstay.provider.gemini.Asking.json;
import static dev.mainstay.provider.gemini.Asking.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

  @Test
  void framesMayStandInOneEvent() {
    Heard heard = Asking.stream(HI + usage(STOP));

    assertThat(heard.text).hasToString("Hi");
    assertThat(heard.finish).hasValue(FinishReason.STOP);
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
