package dev.mainstay.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.StreamDamage;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest extends StreamDamage {
  private static final String WITH_END =
      frame("{'text':'hm, ünd','thought':true}", "")
          + frame("{'text':'Grüße'}", "")
          + frame("{'text':', 🌍'}", "")
          + frame("{'text':'!'}", "")
          + frame("{'functionCall':{'name':'f','args':{'a':1}},'thoughtSignature':'c2ln'}", "")
          + frame("{'functionCall':{'name':'g','willContinue':true}}", "")
          + frame(
              "{'functionCall':{'partialArgs':[{'jsonPath':'$.a','stringValue':'ü'}],'willContinue':true}}",
              "")
          + frame("{'functionCall':{}}", "")
          + frame("{'text':''}", ",'finishReason':'STOP'");

  StreamDamagePropertyTest() {
    super("text/event-stream", WITH_END.getBytes(UTF_8), new byte[0], 2);
  }

  private static String frame(String part, String more) {
    String frame =
        "{'candidates':[{'content':{'parts':["
            + part
            + "],'role':'model'}"
            + more
            + "}],'usageMetadata':{'promptTokenCount':1,'totalTokenCount':3},'modelVersion':'m','responseId':'r'}";
    return "data: " + frame.replace('\'', '"') + "\n\n";
  }

  @Override
  protected Heard hear(ScriptedTransport transport) {
    return Asking.over(transport).ask("{'messages':[],'stream':true}");
  }
}
