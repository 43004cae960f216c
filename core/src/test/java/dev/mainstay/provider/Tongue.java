package dev.mainstay.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.bedrock.Frames;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.util.Set;
import java.util.stream.Stream;

/** How each dialect says a piece, an end, the usage and its last word: each an event. */
enum Tongue {
  OPENAI("openai/m", true, "TEXT", "CALL", "REFUSAL") {
    @Override
    Stream<String> says(Kind kind, int choice, String word, String end) {
      String delta =
          switch (kind) {
            case TEXT -> "{'content':'%s'}";
            case REFUSAL -> "{'refusal':'%s'}";
            case THOUGHT -> "{'reasoning_content':'%s'}";
            case CALL ->
                "{'tool_calls':[{'index':%1$s,'id':'c%1$s','type':'function','function':"
                    + "{'name':'f','arguments':'{}'}}]}";
          };
      return Stream.of(chunk(choice, delta.formatted(word), end));
    }

    @Override
    Stream<String> ends(int choice) {
      return Stream.of(chunk(choice, "{}", STOP));
    }

    @Override
    Stream<String> usage() {
      return Stream.of(
          "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}");
    }

    @Override
    Stream<String> lastWord() {
      return Stream.of("[DONE]");
    }

    private static String chunk(int choice, String delta, String end) {
      return "{'choices':[{'index':%s,'delta':%s,'finish_reason':%s}]}"
          .formatted(choice, delta, end.isEmpty() ? "null" : "'stop'");
    }
  },
  ANTHROPIC("anthropic/m", false, "TEXT", "CALL") {
    @Override
    Stream<String> starts() {
      return Stream.of(
          "{'type':'message_start','message':{'id':'m','model':'m','usage':{'input_tokens':1}}}");
    }

    @Override
    Stream<String> says(Kind kind, int choice, String word, String end) {
      return switch (kind) {
        case TEXT, REFUSAL -> Stream.of(delta("9", "{'type':'text_delta','text':'" + word + "'}"));
        case THOUGHT ->
            Stream.of(delta("8", "{'type':'thinking_delta','thinking':'" + word + "'}"));
        case CALL ->
            Stream.of(
                "{'type':'content_block_start','index':%1$s,'content_block':{'type':'tool_use',"
                        .formatted(word)
                    + "'id':'t%1$s','name':'f','input':{}}}".formatted(word),
                delta(word, "{'type':'input_json_delta','partial_json':'{}'}"),
                "{'type':'content_block_stop','index':" + word + "}");
      };
    }

    @Override
    Stream<String> ends(int choice) {
      return Stream.of(
          "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
              + "'usage':{'output_tokens':1}}");
    }

    @Override
    Stream<String> lastWord() {
      return Stream.of("{'type':'message_stop'}");
    }

    private static String delta(String index, String delta) {
      return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
    }
  },
  BEDROCK("bedrock/us-east-1/m", false, "TEXT", "CALL") {
    @Override
    Stream<String> starts() {
      return Stream.of("messageStart {'role':'assistant'}");
    }

    @Override
    Stream<String> says(Kind kind, int choice, String word, String end) {
      return switch (kind) {
        case TEXT, REFUSAL -> Stream.of(delta("9", "{'text':'" + word + "'}"));
        case THOUGHT -> Stream.of(delta("8", "{'reasoningContent':{'text':'" + word + "'}}"));
        case CALL ->
            Stream.of(
                "contentBlockStart {'contentBlockIndex':%1$s,'start':{'toolUse':{'toolUseId':'t%1$s','name':'f'}}}"
                    .formatted(word),
                delta(word, "{'toolUse':{'input':'{}'}}"),
                "contentBlockStop {'contentBlockIndex':" + word + "}");
      };
    }

    @Override
    Stream<String> ends(int choice) {
      return Stream.of("messageStop {'stopReason':'end_turn'}");
    }

    @Override
    Stream<String> lastWord() {
      return Stream.of("metadata {'usage':{'inputTokens':5,'outputTokens':3,'totalTokens':8}}");
    }

    @Override
    byte[] framed(String event) {
      String[] parts = event.split(" ", 2);
      return Frames.begin().event(parts[0], parts[1]).bytes();
    }

    private static String delta(String index, String delta) {
      return "contentBlockDelta {'contentBlockIndex':" + index + ",'delta':" + delta + "}";
    }
  },
  GEMINI("gemini/m", true, "TEXT", "CALL") {
    @Override
    Stream<String> says(Kind kind, int choice, String word, String end) {
      String part =
          switch (kind) {
            case TEXT, REFUSAL -> "{'text':'" + word + "'}";
            case THOUGHT -> "{'text':'" + word + "','thought':true}";
            case CALL -> "{'functionCall':{'id':'c" + word + "','name':'f','args':{}}}";
          };
      return Stream.of(
          "{'candidates':[{'index':%s,'content':{'parts':[%s]}%s}],%s}"
              .formatted(choice, part, end.isEmpty() ? "" : ",'finishReason':'STOP'", COUNTS));
    }

    @Override
    Stream<String> ends(int choice) {
      return Stream.of(
          "{'candidates':[{'index':%s,'finishReason':'STOP'}],%s}".formatted(choice, COUNTS));
    }
  },
  COHERE("cohere/m", false, "TEXT", "CALL") {
    @Override
    Stream<String> starts() {
      return Stream.of("{'type':'message-start','id':'1'}");
    }

    @Override
    Stream<String> says(Kind kind, int choice, String word, String end) {
      return switch (kind) {
        case TEXT, REFUSAL -> Stream.of(delta("content-delta", "'content':{'text':'%s'}", word));
        case THOUGHT -> Stream.of(delta("content-delta", "'content':{'thinking':'%s'}", word));
        case CALL ->
            Stream.of(
                delta(
                        "tool-call-start",
                        "'tool_calls':{'id':'t%s','type':'function','function':{'name':'f',"
                            + "'arguments':''}}",
                        word)
                    .replace("'index':0", "'index':" + word),
                delta("tool-call-delta", "'tool_calls':{'function':{'arguments':'{}'}}", word)
                    .replace("'index':0", "'index':" + word));
      };
    }

    @Override
    Stream<String> ends(int choice) {
      return Stream.of(
          "{'type':'message-end','delta':{'finish_reason':'COMPLETE','usage':{'tokens':"
              + "{'input_tokens':1,'output_tokens':2}}}}");
    }

    private static String delta(String type, String message, String word) {
      return "{'type':'%s','index':0,'delta':{'message':{%s}}}"
          .formatted(type, message.formatted(word));
    }
  },
  OLLAMA("ollama/m", true, "TEXT", "CALL") {
    @Override
    Stream<String> says(Kind kind, int choice, String word, String end) {
      String said =
          switch (kind) {
            case TEXT, REFUSAL -> "'content':'" + word + "'";
            case THOUGHT -> "'thinking':'" + word + "'";
            case CALL -> "'tool_calls':[{'function':{'name':'f','arguments':{'n':" + word + "}}}]";
          };
      return Stream.of(line(said, end));
    }

    @Override
    Stream<String> ends(int choice) {
      return Stream.of(line("'content':''", STOP));
    }

    @Override
    byte[] framed(String event) {
      return utf8(event + "\n");
    }

    private static String line(String said, String end) {
      return "{'model':'m','message':{'role':'assistant',%s},%s}"
          .formatted(
              said,
              end.isEmpty()
                  ? "'done':false"
                  : "'done':true,'done_reason':'stop','prompt_eval_count':1,'eval_count':2");
    }
  };

  /** What a piece says. */
  enum Kind {
    TEXT,
    REFUSAL,
    CALL,
    THOUGHT
  }

  /** An end in the same event as a piece. */
  static final String STOP = "stop";

  private static final String COUNTS =
      "'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':2}";

  private final String model;
  private final boolean endsBeside;
  private final Set<String> kinds;

  Tongue(String model, boolean endsBeside, String... kinds) {
    this.model = model;
    this.endsBeside = endsBeside;
    this.kinds = Set.of(kinds);
  }

  /** Whether a piece and an end can be one event. */
  boolean endsBeside() {
    return endsBeside;
  }

  /** Whether it has several choices. */
  boolean hasChoices() {
    return this == OPENAI || this == GEMINI;
  }

  boolean has(Kind kind) {
    return kinds.contains(kind.name());
  }

  /** Whether its streams have a last word. */
  boolean hasLastWord() {
    return lastWord().findAny().isPresent();
  }

  Stream<String> starts() {
    return Stream.of();
  }

  /**
   * A piece, and in the same event an end where {@code end} is one.
   *
   * @param word what it says; of a call, a number
   */
  abstract Stream<String> says(Kind kind, int choice, String word, String end);

  abstract Stream<String> ends(int choice);

  /** Usage that says nothing else, where there is such a thing. */
  Stream<String> usage() {
    return Stream.of();
  }

  Stream<String> lastWord() {
    return Stream.of();
  }

  /** {@code event} on the wire. */
  final byte[] bytes(String event) {
    return framed(event.replace('\'', '"'));
  }

  byte[] framed(String event) {
    return utf8("data: " + event + "\n\n");
  }

  String type() {
    return switch (this) {
      case BEDROCK -> "application/vnd.amazon.eventstream";
      case OLLAMA -> "application/x-ndjson";
      case OPENAI, ANTHROPIC, GEMINI, COHERE -> "text/event-stream";
    };
  }

  Deployment deployment() {
    return Deployment.of(model).withKey("key-0123456789");
  }

  Provider provider(Transport transport, TimeSource time) {
    return switch (this) {
      case OPENAI -> new OpenAiProvider(Vendor.named("openai").orElseThrow(), transport, time);
      case ANTHROPIC -> new AnthropicProvider(transport, time);
      case BEDROCK -> new BedrockProvider(transport, time);
      case GEMINI -> new GeminiProvider(transport, time);
      case COHERE -> new CohereProvider(transport, time);
      case OLLAMA -> new OllamaProvider(transport, time);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
