package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 0.3: what a server says in a block that it has not begun, or has ended, is said. */
class UnbegunBlockTest {
  private static final String START =
      event("{'type':'message_start','message':{'id':'m','model':'c','content':[]}}");
  private static final String END =
      event("{'type':'message_delta','delta':{'stop_reason':'end_turn'}}")
          + event("{'type':'message_stop'}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'ping'}",
        "{'type':'content_block_start','index':0}",
        "{'type':'content_block_start','index':0,'content_block':null}",
        "{'type':'content_block_start','index':0,'content_block':{}}",
        "{'type':'content_block_stop','index':0}"
      })
  void textIsHeard(String before) {
    Heard heard = Asking.stream(START + event(before) + text("Hel") + text("lo") + END);

    assertThat(heard.text).hasToString("Hello");
    assertThat(heard.isSuccess()).isTrue();
  }

  @Test
  void textBehindABlocksEndIsHeard() {
    String stop = event("{'type':'content_block_stop','index':0}");

    Heard heard = Asking.stream(START + text("Hel") + stop + text("lo") + stop + END);

    assertThat(heard.text).hasToString("Hello");
  }

  @Test
  void thoughtIsHeardAndGivenBackWithItsSignature() {
    Heard heard =
        Asking.stream(
            START
                + delta("{'type':'thinking_delta','thinking':'hm'}")
                + delta("{'type':'signature_delta','signature':'s'}")
                + event("{'type':'content_block_stop','index':0}")
                + text("Hello")
                + END);

    assertThat(heard.reasoning).hasToString("hm");
    assertThat(heard.text).hasToString("Hello");
    assertThat(heard.chunks)
        .extracting(JsonObject::toJson)
        .anyMatch(chunk -> chunk.contains("\"signature\":\"s\""));
  }

  @Test
  void callThatHasNoNameIsNone() {
    Heard heard =
        Asking.stream(START + delta("{'type':'input_json_delta','partial_json':'{}'}") + END);

    assertThat(heard.failure).containsInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void deltaThatSaysNothingSaysNothing() {
    Heard heard =
        Asking.stream(
            START
                + event("{'type':'content_block_delta','index':0}")
                + delta("{'type':'input_json_delta','partial_json':''}")
                + delta("{'type':'later_delta','x':1}")
                + text("Hello")
                + END);

    assertThat(heard.text).hasToString("Hello");
  }

  private static String text(String text) {
    return delta("{'type':'text_delta','text':'" + text + "'}");
  }

  private static String delta(String delta) {
    return event("{'type':'content_block_delta','index':0,'delta':" + delta + "}");
  }

  private static String event(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }
}
