package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.wire.Heard;
import org.junit.jupiter.api.Test;

/** A stream's messages that come in place of deltas, or behind them. */
class GrowingMessageTest {
  @Test
  void messagesThatDoNotGrowAreMalformedAndNotDropped() {
    Heard heard =
        Asking.stream(
            events(
                message("'content':'Hello'"),
                message("'content':' there'"),
                message("'content':'?'"),
                finish("stop")));

    assertThat(heard.text).hasToString("Hello");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(heard.failure.get().detail().message())
        .contains("does not begin with what was said");
  }

  @Test
  void messageInPartsGivesItsRest() {
    Heard heard =
        Asking.stream(
            events(
                message("'content':'Hi'"),
                message("'content':[{'type':'text','text':'Hi'},{'type':'text','text':' there'}]"),
                finish("stop")));

    assertThat(heard.text).hasToString("Hi there");
  }

  @Test
  void lastMessageMayLackWhiteSpaceAtItsEnds() {
    Heard heard =
        Asking.stream(
            events(Asking.delta("{'content':' Hi '}"), message("'content':'Hi'"), finish("stop")));

    assertThat(heard.text).hasToString(" Hi ");
    assertThat(heard.failure).isEmpty();
  }

  private static String message(String members) {
    return "{'choices':[{'index':0,'message':{" + members + "},'finish_reason':null}]}";
  }
}
