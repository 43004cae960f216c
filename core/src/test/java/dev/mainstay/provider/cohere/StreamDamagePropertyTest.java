package dev.mainstay.provider.cohere;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.StreamDamage;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest extends StreamDamage {
  private static final String WITH_END =
      event("{'type':'message-start','id':'r1','delta':{'message':{'role':'assistant'}}}")
          + content(0, "'thinking':'hm, ünd'")
          + content(1, "'text':'Grüße'")
          + content(1, "'text':', 🌍'")
          + content(1, "'text':'!'")
          + event("{'type':'content-end','index':1}")
          + call("start", 2, "'id':'t','type':'function','function':{'name':'f','arguments':''}")
          + call("delta", 2, "'function':{'arguments':'{'}")
          + call("delta", 2, "'function':{'arguments':'}'}")
          + event("{'type':'tool-call-end','index':2}")
          + call("start", 3, "'id':'u','type':'function','function':{'name':'g','arguments':'{}'}")
          + event("{'type':'tool-call-end','index':3}")
          + event(
              "{'type':'message-end','delta':{'finish_reason':'TOOL_CALL','usage':{'tokens':"
                  + "{'input_tokens':1,'output_tokens':2}}}}");
  private static final String BEHIND = "data: [DONE]\n\n";

  StreamDamagePropertyTest() {
    super("text/event-stream", WITH_END.getBytes(UTF_8), BEHIND.getBytes(UTF_8), 2);
  }

  private static String content(int index, String said) {
    return event(
        String.format(
            Locale.ROOT,
            "{'type':'content-delta','index':%d,'delta':{'message':{'content':{%s}}}}",
            index,
            said));
  }

  private static String call(String step, int index, String call) {
    return event(
        String.format(
            Locale.ROOT,
            "{'type':'tool-call-%s','index':%d,'delta':{'message':{'tool_calls':{%s}}}}",
            step,
            index,
            call));
  }

  private static String event(String json) {
    String data = json.replace('\'', '"');
    return "event: "
        + Json.parseObject(data).text("type").orElseThrow()
        + "\ndata: "
        + data
        + "\n\n";
  }

  @Override
  protected Heard hear(ScriptedTransport transport) {
    return Heard.from(
        new CohereProvider(transport, new ManualTime())
            .open(
                Deployment.of("cohere/command-a-03-2025").withKey("co-key-0123456789"),
                new ChatRequest(Json.parseObject("{\"messages\":[],\"stream\":true}")),
                Duration.ofSeconds(5)));
  }
}
