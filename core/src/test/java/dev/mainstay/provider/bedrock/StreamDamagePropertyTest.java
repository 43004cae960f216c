package dev.mainstay.provider.bedrock;

import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.StreamDamage;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest extends StreamDamage {
  private static final Frames WITH_END =
      Frames.begin()
          .event("messageStart", "{'role':'assistant'}")
          .event("contentBlockDelta", delta(0, "{'reasoningContent':{'text':'hm, ünd'}}"))
          .event("contentBlockDelta", delta(0, "{'reasoningContent':{'signature':'c2ln'}}"))
          .event("contentBlockStop", "{'contentBlockIndex':0}")
          .event("contentBlockDelta", delta(1, "{'text':'Grüße'}"))
          .event("contentBlockDelta", delta(1, "{'text':', 🌍'}"))
          .event("contentBlockDelta", delta(1, "{'text':'!'}"))
          .event("contentBlockStop", "{'contentBlockIndex':1}")
          .event("contentBlockStart", start(2, "'toolUseId':'t','name':'f'"))
          .event("contentBlockDelta", delta(2, "{'toolUse':{'input':'{'}}"))
          .event("contentBlockDelta", delta(2, "{'toolUse':{'input':'}'}}"))
          .event("contentBlockStop", "{'contentBlockIndex':2}")
          .event("contentBlockStart", start(3, "'toolUseId':'u','name':'g'"))
          .event("contentBlockStop", "{'contentBlockIndex':3}")
          .event("messageStop", "{'stopReason':'tool_use'}");
  private static final Frames BEHIND =
      Frames.begin()
          .event("metadata", "{'usage':{'inputTokens':1,'outputTokens':2,'totalTokens':3}}");

  StreamDamagePropertyTest() {
    super("application/vnd.amazon.eventstream", WITH_END.bytes(), BEHIND.bytes(), 0);
  }

  private static String start(int index, String use) {
    return "{'contentBlockIndex':" + index + ",'start':{'toolUse':{" + use + "}}}";
  }

  private static String delta(int index, String delta) {
    return "{'contentBlockIndex':" + index + ",'delta':" + delta + "}";
  }

  @Override
  protected Heard hear(ScriptedTransport transport) {
    return Asking.over(transport).ask("{'messages':[],'stream':true}");
  }
}
