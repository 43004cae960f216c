package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.delta;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.provider.wire.StreamDamage;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpHead;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class StreamDamagePropertyTest extends StreamDamage {
  private static final String WITH_END =
      ": waiting\n\n"
          + events(
              delta("{'role':'assistant','content':''}"),
              delta("{'reasoning':'hm, ünd'}"),
              text("Grüße"),
              text(", 🌍"),
              text("!"),
              delta("{'tool_calls':[{'index':0,'id':'t','function':{'name':'f','arguments':''}}]}"),
              delta("{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}"),
              finish("tool_calls"));
  private static final String BEHIND =
      events("{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}", "[DONE]");

  StreamDamagePropertyTest() {
    super("text/event-stream", WITH_END.getBytes(UTF_8), BEHIND.getBytes(UTF_8), 2);
  }

  @Override
  protected Heard hear(ScriptedTransport transport) {
    return Asking.over(transport).stream();
  }

  @Test
  void plainAnswerCutAnywhereIsNoSuccess() {
    byte[] body =
        Asking.json(
                "{'choices':[{'index':0,'message':{'content':'Grüße'},'finish_reason':'stop'}],"
                    + "'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}")
            .toBytes();
    for (int cut = 0; cut < body.length; cut++) {
      Heard heard =
          Asking.over(
                  new ScriptedTransport(
                      new HttpHead(200, Headers.of()), Arrays.copyOf(body, cut), Ending.CLOSED))
              .plain();

      assertThat(heard.failure.orElseThrow())
          .as("cut at %s", cut)
          .isInstanceOf(Failure.MalformedAnswer.class);
    }
  }
}
