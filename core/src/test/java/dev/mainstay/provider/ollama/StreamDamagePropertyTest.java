package dev.mainstay.provider.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.StreamDamage;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest extends StreamDamage {
  private static final String WITH_END =
      said("'content':'','thinking':'hm, ünd'")
          + said("'content':'Grüße'")
          + said("'content':', 🌍'")
          + said("'content':'!'")
          + said("'content':'','tool_calls':[{'function':{'name':'f','arguments':{}}}]")
          + said("'content':'','tool_calls':[{'id':'u','function':{'name':'g','arguments':{}}}]")
          + line(
              "'message':{'role':'assistant','content':''},'done':true,'done_reason':'stop',"
                  + "'prompt_eval_count':1,'eval_count':2");

  // Its end is a line's, and nothing comes behind it.
  StreamDamagePropertyTest() {
    super("application/x-ndjson", WITH_END.getBytes(UTF_8), new byte[0], 1);
  }

  private static String said(String message) {
    return line("'message':{'role':'assistant'," + message + "},'done':false");
  }

  private static String line(String members) {
    return ("{'model':'m','created_at':'2026-08-22T10:00:00Z'," + members + "}\n")
        .replace('\'', '"');
  }

  @Override
  protected Heard hear(ScriptedTransport transport) {
    return Asking.over(transport).ask("{'messages':[],'stream':true}");
  }
}
