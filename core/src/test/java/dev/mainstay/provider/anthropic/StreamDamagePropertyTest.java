package dev.mainstay.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.StreamDamage;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest extends StreamDamage {
  private static final String WITH_END =
      Asking.events(
          "{'type':'message_start','message':{'id':'m','model':'c','content':[],'usage':{'input_tokens':1}}}",
          "{'type':'ping'}",
          start(0, "{'type':'thinking','thinking':'','signature':''}"),
          delta(0, "{'type':'thinking_delta','thinking':'hm, ünd'}"),
          delta(0, "{'type':'signature_delta','signature':'c2ln'}"),
          stop(0),
          start(1, "{'type':'text','text':''}"),
          delta(1, "{'type':'text_delta','text':'Grüße'}"),
          delta(1, "{'type':'text_delta','text':', 🌍'}"),
          delta(1, "{'type':'text_delta','text':'!'}"),
          stop(1),
          start(2, "{'type':'tool_use','id':'t','name':'f','input':{}}"),
          delta(2, "{'type':'input_json_delta','partial_json':'{'}"),
          delta(2, "{'type':'input_json_delta','partial_json':'}'}"),
          stop(2),
          start(3, "{'type':'tool_use','id':'u','name':'g','input':{}}"),
          stop(3),
          "{'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':2}}");
  private static final String BEHIND = Asking.events("{'type':'message_stop'}");

  StreamDamagePropertyTest() {
    super("text/event-stream", WITH_END.getBytes(UTF_8), BEHIND.getBytes(UTF_8), 2);
  }

  private static String start(int index, String block) {
    return "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}";
  }

  private static String delta(int index, String delta) {
    return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
  }

  private static String stop(int index) {
    return "{'type':'content_block_stop','index':" + index + "}";
  }

  @Override
  protected Heard hear(ScriptedTransport transport) {
    return Asking.over(transport).ask("{'messages':[],'stream':true}");
  }
}
