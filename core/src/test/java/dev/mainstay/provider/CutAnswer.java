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
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;

/**
 * A stream that is cut in mid-call or behind a thought, in each dialect, with all that it may say
 * of an end but its last word; and one that is whole.
 */
public enum CutAnswer {
  OPENAI("openai", "openai/m") {
    @Override
    public String call() {
      return OpenAi.delta(OpenAi.CALL, "'tool_calls'", "");
    }

    @Override
    public String thought() {
      return OpenAi.delta("{'reasoning_content':'Hm'}", "'stop'", "");
    }

    @Override
    public String whole() {
      return OpenAi.delta("{'content':'Fine'}", "'stop'", "") + "data: [DONE]\n\n";
    }
  },
  OPENAI_WITH_USAGE("openai", "openai/m") {
    @Override
    public String call() {
      return OpenAi.delta(OpenAi.CALL, "'tool_calls'", OpenAi.USAGE);
    }

    @Override
    public String thought() {
      return OpenAi.delta("{'reasoning_content':'Hm'}", "'stop'", OpenAi.USAGE);
    }

    @Override
    public String whole() {
      return OPENAI.whole();
    }
  },
  ANTHROPIC("anthropic", "anthropic/m") {
    private static final String START =
        "{'type':'message_start','message':{'id':'m','model':'m','usage':{'input_tokens':1}}}";

    @Override
    public String call() {
      return events(
          START,
          "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'t',"
              + "'name':'weather','input':{}}}",
          "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta',"
              + "'partial_json':'{\\'city\\': '}}",
          end("tool_use"));
    }

    @Override
    public String thought() {
      return events(
          START,
          "{'type':'content_block_start','index':0,'content_block':{'type':'thinking',"
              + "'thinking':'Hm'}}",
          "{'type':'content_block_stop','index':0}",
          end("end_turn"));
    }

    @Override
    public String whole() {
      return events(
          START,
          "{'type':'content_block_start','index':0,'content_block':{'type':'text',"
              + "'text':'Fine'}}",
          end("end_turn"),
          "{'type':'message_stop'}");
    }

    private static String end(String reason) {
      return "{'type':'message_delta','delta':{'stop_reason':'"
          + reason
          + "'},'usage':{'output_tokens':1}}";
    }
  },
  BEDROCK("bedrock", "bedrock/us-east-1/m") {
    @Override
    byte[] bytes(String json) {
      Frames frames = Frames.begin();
      json.lines()
          .map(line -> line.split(" ", 2))
          .forEach(event -> frames.event(event[0], event[1]));
      return frames.bytes();
    }

    @Override
    public String call() {
      return "messageStart {'role':'assistant'}\n"
          + "contentBlockStart {'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'t',"
          + "'name':'weather'}}}\n"
          + "contentBlockDelta {'contentBlockIndex':0,'delta':{'toolUse':{'input':"
          + "'{\\'city\\': '}}}\n"
          + "messageStop {'stopReason':'tool_use'}\n";
    }

    @Override
    public String thought() {
      return "messageStart {'role':'assistant'}\n"
          + "contentBlockDelta {'contentBlockIndex':0,'delta':{'reasoningContent':"
          + "{'text':'Hm'}}}\n"
          + "messageStop {'stopReason':'end_turn'}\n";
    }

    @Override
    public String whole() {
      return "contentBlockDelta {'contentBlockIndex':0,'delta':{'text':'Fine'}}\n"
          + "messageStop {'stopReason':'end_turn'}\n"
          + "metadata {'usage':{'inputTokens':5,'outputTokens':3,'totalTokens':8}}\n";
    }
  },
  GEMINI("gemini", "gemini/m") {
    @Override
    public String call() {
      return events(
          frame(
              "{'functionCall':{'id':'x','name':'f','partialArgs':[{'jsonPath':'$.city',"
                  + "'stringValue':'Bo','willContinue':true}],'willContinue':true}}"));
    }

    @Override
    public String thought() {
      return events(frame("{'text':'Hm','thought':true}"));
    }

    @Override
    public String whole() {
      return events(
          "{'candidates':[{'content':{'role':'model','parts':[{'text':'Fine'}]},'index':0}]}",
          "{'candidates':[{'index':0,'finishReason':'STOP'}]}");
    }

    private static String frame(String part) {
      return "{'candidates':[{'content':{'role':'model','parts':["
          + part
          + "]},'index':0,'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':1,"
          + "'candidatesTokenCount':1,'totalTokenCount':2}}";
    }
  },
  COHERE("cohere", "cohere/m") {
    @Override
    public String call() {
      return events(
          "{'type':'message-start','id':'1'}",
          "{'type':'tool-call-start','index':0,'delta':{'message':{'tool_calls':{'id':'t',"
              + "'type':'function','function':{'name':'f','arguments':'{\\'city\\': '}}}}}",
          "{'type':'tool-call-end','index':0}");
    }

    @Override
    public String thought() {
      return events(
          "{'type':'message-start','id':'1'}",
          "{'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':"
              + "'Hm'}}}}",
          "{'type':'content-end','index':0}");
    }

    @Override
    public String whole() {
      return events(
          "{'type':'message-start','id':'1'}",
          "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'Fine'}}}}",
          "{'type':'message-end','delta':{'finish_reason':'COMPLETE'}}");
    }
  },
  OLLAMA("ollama", "ollama/m") {
    @Override
    public String call() {
      return line(
          "'tool_calls':[{'function':{'name':'f','arguments':{'city':'Bonn'}}}]", "'done':false");
    }

    @Override
    public String thought() {
      return line("'thinking':'Hm'", "'done':false");
    }

    @Override
    public String whole() {
      return line("'content':'Fine'", "'done':true,'done_reason':'stop'");
    }

    private static String line(String said, String end) {
      return json("{'model':'m','message':{'role':'assistant'," + said + "}," + end + "}") + "\n";
    }
  };

  /** What the whole one says. */
  public static final String FINE = "Fine";

  private final String name;
  private final String model;

  CutAnswer(String name, String model) {
    this.name = name;
    this.model = model;
  }

  /** A tool call whose arguments stop in the middle, where the dialect sends them in pieces. */
  public abstract String call();

  /** A thought and nothing else, with an end behind it where that is not the last word. */
  public abstract String thought();

  /** A whole answer, which says {@link #FINE}. */
  public abstract String whole();

  /** The name under which {@link #provider} is registered. */
  public String providerName() {
    return name;
  }

  /** A deployment of it. */
  public Deployment deployment() {
    return Deployment.of(model).withKey("key-0123456789");
  }

  /** Answers with {@code body}, which then ends so. */
  public ScriptedTransport answers(String body, Ending ending) {
    return new ScriptedTransport(
        new HttpHead(200, Headers.of("Content-Type", type())), bytes(body), ending);
  }

  /** The provider, over {@code transport}. */
  public Provider provider(Transport transport, TimeSource time) {
    return switch (this) {
      case OPENAI, OPENAI_WITH_USAGE ->
          new OpenAiProvider(Vendor.named("openai").orElseThrow(), transport, time);
      case ANTHROPIC -> new AnthropicProvider(transport, time);
      case BEDROCK -> new BedrockProvider(transport, time);
      case GEMINI -> new GeminiProvider(transport, time);
      case COHERE -> new CohereProvider(transport, time);
      case OLLAMA -> new OllamaProvider(transport, time);
    };
  }

  private String type() {
    return switch (this) {
      case BEDROCK -> "application/vnd.amazon.eventstream";
      case OLLAMA -> "application/x-ndjson";
      case OPENAI, OPENAI_WITH_USAGE, ANTHROPIC, GEMINI, COHERE -> "text/event-stream";
    };
  }

  byte[] bytes(String body) {
    return body.getBytes(UTF_8);
  }

  private static String events(String... all) {
    StringBuilder body = new StringBuilder();
    for (String event : all) {
      body.append("data: ").append(json(event)).append("\n\n");
    }
    return body.toString();
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }

  private static final class OpenAi {
    static final String CALL =
        "{'tool_calls':[{'index':0,'id':'c','type':'function','function':{'name':'weather',"
            + "'arguments':'{\\'city\\': '}}]}";
    static final String USAGE =
        ",'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}";

    static String delta(String delta, String reason, String more) {
      return events(
          "{'choices':[{'index':0,'delta':"
              + delta
              + ",'finish_reason':"
              + reason
              + "}]"
              + more
              + "}");
    }
  }
}
