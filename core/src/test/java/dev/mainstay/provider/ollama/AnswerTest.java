package dev.mainstay.provider.ollama;

import static dev.mainstay.provider.ollama.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Ollama gives them, and what they are heard as. */
class AnswerTest {
  private static final String HEAD = "{'model':'llama3','created_at':'2024-05-24T20:26:46.29Z',";
  private static final String HI =
      HEAD + "'message':{'role':'assistant','content':'Hi'},'done':false}";
  private static final String END =
      HEAD
          + "'message':{'role':'assistant','content':''},'done':true,'done_reason':'stop',"
          + "'prompt_eval_count':12,'eval_count':7}";

  @Test
  void streamIsToldInOpenAisChunks() {
    Heard heard = Asking.stream(HI, END);

    assertThat(heard.chunks)
        .extracting(chunk -> chunk.without(Set.of("created", "object")))
        .containsExactly(
            chunk("[{'index':0,'delta':{'role':'assistant','content':'Hi'},'finish_reason':null}]"),
            chunk("[{'index':0,'delta':{},'finish_reason':'stop','native_finish_reason':'stop'}]"),
            chunk("[]")
                .with(
                    "usage", json("{'prompt_tokens':12,'completion_tokens':7,'total_tokens':19}")));
    assertThat(heard.usage)
        .hasValue(new Usage(12, 7, 19, OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void logprobsAreToldAsTheyCome() {
    String tokens =
        "[{'token':'Hi','logprob':-0.25,'bytes':[72,105],'top_logprobs':[{'token':'Hi',"
            + "'logprob':-0.25}]}]";
    String line = HI.replace("'done':false", "'done':false,'logprobs':" + tokens);
    JsonObject expected = json("{'content':" + tokens + ",'refusal':null}");

    Heard streamed = Asking.stream(line, END);
    Heard plain = Asking.plain(line.replace("'done':false", "'done':true,'done_reason':'stop'"));

    assertThat(logprobs(streamed)).isEqualTo(expected);
    assertThat(logprobs(plain)).isEqualTo(expected);
  }

  private static JsonObject logprobs(Heard heard) {
    return heard
        .chunks
        .getFirst()
        .array("choices")
        .orElseThrow()
        .objects()
        .findFirst()
        .flatMap(choice -> choice.object("logprobs"))
        .orElseThrow();
  }

  @Test
  void thoughtsAndCallsAreHeardAndStopMeansThatToolsAreCalled() {
    Heard heard =
        Asking.stream(
            HEAD + "'message':{'content':'','thinking':'hm'},'done':false}",
            HEAD
                + "'message':{'content':'','tool_calls':[{'function':{'name':'f','arguments':{'a':1}}},"
                + "{'id':'own','function':{'name':'g','arguments':{}}}]},'done':false}",
            END);

    assertThat(heard.reasoning).hasToString("hm");
    assertThat(heard.toolCalls)
        .containsExactly(
            new ToolCall("call_2024052420264629_0", "f", "{\"a\":1}"),
            new ToolCall("own", "g", "{}"));
    assertThat(heard.finish).hasValue(FinishReason.TOOL_CALLS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'error':'model runner has unexpectedly stopped'} | ServerError",
        "{'error':'server busy, please try again.  maximum pending requests exceeded'} | Overloaded"
      })
  void errorInTheStreamIsWhatItSays(String line, String kind) {
    assertThat(Asking.stream(line).failure.orElseThrow().kind()).isEqualTo(kind);
    assertThat(Asking.stream(HI, line).failure.orElseThrow().kind()).isEqualTo(kind);
  }

  @Test
  void endWithoutANewlineCounts() {
    Heard heard =
        Asking.over(ScriptedTransport.answering(200, (HI + "\n\n" + END).replace('\'', '"')))
            .ask("{'messages':[],'stream':true}");

    assertThat(heard.isSuccess()).isTrue();
    assertThat(heard.text).hasToString("Hi");
  }

  @Test
  void limitAndLoadingAreToldApart() {
    assertThat(Asking.plain(END.replace("'stop'", "'length'")).finish)
        .hasValue(FinishReason.LENGTH);
    assertThat(Asking.plain(END.replace("'stop'", "'load'")).failure.orElseThrow())
        .isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(Asking.plain(HI).failure.orElseThrow()).isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "404 | model 'x' not found, try pulling it first | NotFound",
        "503 | server busy, please try again.  maximum pending requests exceeded | Overloaded",
        "400 | registry.ollama.ai/library/llama3:latest does not support tools | UnsupportedParameter",
        "500 | llama runner process has terminated | ServerError"
      })
  void statusIsWhatItSays(int status, String message, String kind) {
    Heard heard =
        Asking.over(
                ScriptedTransport.answering(
                    status, "{\"error\":\"" + message.replace('\'', ' ') + "\"}"))
            .ask("{'messages':[],'stream':true}");

    assertThat(heard.failure.orElseThrow().kind()).isEqualTo(kind);
  }

  @Test
  void textIsGoneOnWithAsItIs() {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200,
            "{\"response\":\" a time\",\"done\":false}\n{\"response\":\"\",\"done\":true,\"eval_count\":2}\n");
    OllamaProvider provider = new OllamaProvider(transport, new ManualTime());
    CompletionRequest request =
        new CompletionRequest(
            json("{'prompt':'Once upon','max_tokens':9,'stream':true,'echo':false,'num_ctx':512}"));

    Heard heard =
        Heard.from(provider.complete(Deployment.of("ollama/m"), request, Duration.ofSeconds(5)));

    assertThat(heard.text).hasToString(" a time");
    assertThat(heard.finish).hasValue(FinishReason.STOP);
    assertThat(transport.calls.getFirst().uri()).hasToString("http://localhost:11434/api/generate");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'model':'m','prompt':'Once upon','options':{'num_predict':9,'num_ctx':512},'raw':true,"
                    + "'stream':true}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "prompt | {'prompt':['a','b']}",
        "prompt | {'prompt':[1,2]}",
        "echo | {'prompt':'a','echo':true}",
        "best_of | {'prompt':'a','best_of':2}",
        "logprobs | {'prompt':'a','logprobs':3}"
      })
  void whatATextCannotBeAskedWithIsRefused(String name, String request) {
    Heard heard =
        Heard.from(
            new OllamaProvider(ScriptedTransport.answering(200, "{}"), new ManualTime())
                .complete(
                    Deployment.of("ollama/m"),
                    new CompletionRequest(json(request)),
                    Duration.ofSeconds(5)));

    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.UnsupportedParameter.class);
    assertThat(heard.failure.orElseThrow().detail().param()).hasValue(name);
  }

  @Test
  void embeddingsComeInTheFormThatIsAskedFor() {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200, "{\"model\":\"e\",\"embeddings\":[[1.0,0.5],[0.0,2.0]],\"prompt_eval_count\":4}");
    OllamaProvider provider = new OllamaProvider(transport, new ManualTime());
    Deployment deployment =
        Deployment.of("ollama/e").withDefaults(json("{'num_ctx':512,'keep_alive':'1h'}"));
    EmbeddingRequest request = EmbeddingRequest.of("e", "a", "b");

    Heard numbers = Heard.from(provider.embed(deployment, request, Duration.ofSeconds(5)));
    Heard base64 =
        Heard.from(
            provider.embed(
                deployment,
                new EmbeddingRequest(request.json().with("encoding_format", "base64")),
                Duration.ofSeconds(5)));

    assertThat(transport.calls.getFirst().uri()).hasToString("http://localhost:11434/api/embed");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json("{'model':'e','input':['a','b'],'keep_alive':'1h','options':{'num_ctx':512}}"));
    assertThat(numbers.chunks.getFirst())
        .isEqualTo(
            json(
                "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.0,0.5]},"
                    + "{'object':'embedding','index':1,'embedding':[0.0,2.0]}],'model':'e',"
                    + "'usage':{'prompt_tokens':4,'total_tokens':4}}"));
    assertThat(base64.chunks.getFirst().array("data").orElseThrow().objects())
        .extracting(item -> item.text("embedding").orElse(""))
        .containsExactly("AACAPwAAAD8=", "AAAAAAAAAEA=");
    assertThat(numbers.usage.map(Usage::promptTokens)).hasValue(4L);
  }

  private static JsonObject chunk(String choices) {
    return json("{'id':'chatcmpl-2024052420264629','model':'llama3','choices':" + choices + "}");
  }
}
