package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.bedrock.Frames;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.time.ManualTime;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SEMANTICS 0.1 and 6.1 over all dialects: an end told with every piece of an answer is believed
 * for the last word behind it alone. Where the end itself is the last word it is told once.
 */
class RevokedEndTest {
  private static final List<String> WORDS =
      List.of("one ", "two ", "three ", "four ", "five ", "six ", "seven");

  private enum Dialect {
    OPENAI(
        "openai/m",
        (transport, time) ->
            new OpenAiProvider(Vendor.named("openai").orElseThrow(), transport, time)) {
      @Override
      byte[] pieces() {
        return sse(
            "{'choices':[{'index':0,'delta':{'content':'%s'},'finish_reason':'stop'}],"
                + "'usage':{'prompt_tokens':1,'completion_tokens':1,'total_tokens':2}}");
      }

      @Override
      byte[] lastWord() {
        return utf8("data: [DONE]\n\n");
      }
    },
    ANTHROPIC("anthropic/m", AnthropicProvider::new) {
      @Override
      byte[] pieces() {
        String start =
            "{'type':'message_start','message':{'id':'m','model':'m','usage':{'input_tokens':1}}}";
        String block =
            "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}";
        return join(
            event(start),
            event(block),
            sse(
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'%s'}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
                    + "'usage':{'output_tokens':1}}"));
      }

      @Override
      byte[] lastWord() {
        return event("{'type':'message_stop'}");
      }
    },
    GEMINI("gemini/m", GeminiProvider::new) {
      @Override
      byte[] pieces() {
        return sse(
            "{'candidates':[{'content':{'parts':[{'text':'%s'}]},'finishReason':'STOP'}],"
                + "'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':2}}");
      }

      @Override
      byte[] lastWord() {
        return new byte[0];
      }
    },
    BEDROCK("bedrock/us-east-1/m", BedrockProvider::new) {
      @Override
      byte[] pieces() {
        Frames frames = Frames.begin().event("messageStart", "{'role':'assistant'}");
        for (String word : WORDS) {
          frames
              .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'" + word + "'}}")
              .event("messageStop", "{'stopReason':'end_turn'}");
        }
        return frames.bytes();
      }

      @Override
      byte[] lastWord() {
        return Frames.begin()
            .event("metadata", "{'usage':{'inputTokens':5,'outputTokens':3,'totalTokens':8}}")
            .bytes();
      }
    },
    COHERE("cohere/m", CohereProvider::new) {
      @Override
      byte[] pieces() {
        return sse(
            "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'%s'}}}}");
      }

      @Override
      byte[] lastWord() {
        return event("{'type':'message-end','delta':{'finish_reason':'COMPLETE'}}");
      }
    },
    OLLAMA("ollama/m", OllamaProvider::new) {
      @Override
      byte[] pieces() {
        return utf8(
            WORDS.stream()
                .map(word ->
                    "{'model':'m','message':{'role':'assistant','content':'" + word + "'}}\n")
                .collect(Collectors.joining())
                .replace('\'', '"'));
      }

      @Override
      byte[] lastWord() {
        return utf8("{\"model\":\"m\",\"done\":true,\"done_reason\":\"stop\"}\n");
      }
    };

    private final String model;
    private final BiFunction<Transport, TimeSource, Provider> provider;

    Dialect(String model, BiFunction<Transport, TimeSource, Provider> provider) {
      this.model = model;
      this.provider = provider;
    }

    abstract byte[] pieces();

    abstract byte[] lastWord();

    Heard hear(byte[] body, Ending ending) {
      String type =
          switch (this) {
            case BEDROCK -> "application/vnd.amazon.eventstream";
            case OLLAMA -> "application/x-ndjson";
            default -> "text/event-stream";
          };
      Transport transport =
          new ScriptedTransport(new HttpHead(200, Headers.of("Content-Type", type)), body, ending);
      ChatRequest request = new ChatRequest(Json.parseObject("{\"messages\":[],\"stream\":true}"));
      return Heard.from(
          provider
              .apply(transport, new ManualTime())
              .open(
                  Deployment.of(model).withKey("key-0123456789"), request, Duration.ofSeconds(5)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void breakBehindAnEndThatWasRevokedIsABreak(Dialect dialect) {
    Heard heard = dialect.hear(dialect.pieces(), Ending.BROKEN);

    assertThat(heard.text).hasToString(String.join("", WORDS));
    assertThat(heard.failure).get().isInstanceOf(Failure.ConnectionFailed.class);
  }

  @ParameterizedTest
  @EnumSource
  void lastWordProvesTheEndBeforeIt(Dialect dialect) {
    Heard heard = dialect.hear(join(dialect.pieces(), dialect.lastWord()), Ending.CLOSED);

    assertThat(heard.text).hasToString(String.join("", WORDS));
    assertThat(heard.failure).isEmpty();
    assertThat(heard.finish).isPresent();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GEMINI")
  void bodysEndProvesNothingWhereALastWordIsMissing(Dialect dialect) {
    Heard heard = dialect.hear(dialect.pieces(), Ending.CLOSED);

    assertThat(heard.failure).get().isInstanceOf(Failure.Truncated.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OPENAI    | {"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}
          ANTHROPIC | {"type":"message_delta","delta":{"stop_reason":"max_tokens"}}
          GEMINI    | {"candidates":[{"finishReason":"MAX_TOKENS"}]}
          """)
  void ofSeveralEndsTheLastOneCounts(Dialect dialect, String another) {
    Heard heard =
        dialect.hear(join(dialect.pieces(), event(another), dialect.lastWord()), Ending.CLOSED);

    assertThat(heard.text).hasToString(String.join("", WORDS));
    assertThat(heard.failure).isEmpty();
    assertThat(heard.finish).contains(FinishReason.LENGTH);
  }

  /** Events of {@code templates} for each word. */
  private static byte[] sse(String... templates) {
    return join(
        WORDS.stream()
            .flatMap(word -> List.of(templates).stream().map(event -> event.formatted(word)))
            .map(RevokedEndTest::event)
            .toArray(byte[][]::new));
  }

  private static byte[] event(String json) {
    return utf8("data: " + json.replace('\'', '"') + "\n\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
