package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.DONE;
import static dev.mainstay.provider.openai.Asking.SEVEN;
import static dev.mainstay.provider.openai.Asking.STOP;
import static dev.mainstay.provider.openai.Asking.USAGE;
import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The usage that a stream tells, wherever it stands, and to whom it goes out. */
class StreamedUsageTest {
  @Test
  void usageThatOnlyWeAskedForIsAnEventWithoutJson() {
    String usage = "{'id':'c','choices':[]," + USAGE + "}";

    Heard heard = Asking.stream(events(text("a"), finish("stop"), usage, DONE));

    assertThat(heard.events).containsExactly(new TextDelta("a"), STOP, SEVEN);
    assertThat(heard.chunks).hasSize(2);
  }

  @Test
  void usageThatTheCallerAskedForIsGivenOut() {
    String usage = "{'id':'c','choices':[]," + USAGE + "}";
    ScriptedTransport transport =
        ScriptedTransport.streaming(events(text("a"), finish("stop"), usage, DONE));

    Heard heard =
        Asking.over(transport)
            .ask("{'messages':[],'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(heard.chunks).hasSize(3);
    assertThat(heard.chunks.getLast()).isEqualTo(Asking.json(usage));
  }

  @Test
  void usageOnTheLastChunkComesBeforeItsEnd() {
    String last =
        "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]," + USAGE + "}";

    Heard heard = Asking.stream(events(last, DONE));

    assertThat(heard.events).containsExactly(new TextDelta("a"), SEVEN, STOP);
    assertThat(heard.chunks).hasSize(1);
  }

  @Test
  void usageOfGroqIsFoundInItsOwnObject() {
    String last =
        "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'x_groq':{'id':'r',"
            + USAGE
            + "}}";

    assertThat(Asking.stream(events(last)).events).containsExactly(SEVEN, STOP);
  }

  @Test
  void cachedAndReasoningTokensAreTold() {
    String last =
        "{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':4,"
            + "'prompt_cache_hit_tokens':2,'completion_tokens_details':{'reasoning_tokens':1}}}";

    Heard heard = Asking.stream(events(finish("stop"), last));

    assertThat(heard.usage).hasValue(new Usage(3, 4, 7, OptionalLong.of(2), OptionalLong.of(1)));
  }
}
