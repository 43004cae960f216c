package dev.mainstay.temporal.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.DurableData;
import dev.mainstay.temporal.UnreadableException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a conversation travels from one run to the next. */
class ConversationStateTest {
  private static final DataConverter CONVERTER = DurableData.converter();
  // As recorded histories have it.
  private static final JsonObject TRAVELLED =
      Json.parseObject(
          """
          {"request":{"model":"chat","messages":[{"role":"system","content":"Be short."}]},\
          "messages":[{"role":"user","content":"Why?"},{"role":"assistant","content":"So."}],\
          "waiting":["And then?"],"turns":1,"policy":{"owner":"temporal","passes":5,"retries":3,\
          "hand_over_ms":10000,"deadline_ms":1800000,"on_sink_failure":"fail"},"turnsInARun":3,\
          "board":{"w/0":{"after":0,"events":[],"size":0,"over":true}},"ended":true}\
          """);

  @Test
  void stateTravelsAsItsOwnJson() {
    ConversationState state =
        ConversationState.of(ChatRequest.builder("chat").system("Be short.").build())
            .withPolicy(CallPolicy.defaults().withPasses(5))
            .withTurnsInARun(3)
            .goingOn(
                List.of(Message.user("Why?"), Message.assistant("So.")),
                List.of("And then?"),
                1,
                TRAVELLED.object("board").orElseThrow(),
                true);

    Payload payload = CONVERTER.toPayload(state).orElseThrow();

    assertThat(payload.getData().toStringUtf8()).isEqualTo(TRAVELLED.toJson());
    ConversationState there =
        CONVERTER.fromPayload(payload, ConversationState.class, ConversationState.class);
    assertThat(CONVERTER.toPayload(there)).hasValue(payload);
  }

  @Test
  void whatAnotherVersionDoesNotTellIsTheDefault() {
    Payload payload =
        CONVERTER
            .toPayload(
                Json.parseObject(
                    "{\"request\":{\"model\":\"chat\"},\"turns\":-3,\"turnsInARun\":0,\"more\":1}"))
            .orElseThrow();

    ConversationState read =
        CONVERTER.fromPayload(payload, ConversationState.class, ConversationState.class);

    assertThat(read.messages()).isEmpty();
    assertThat(read.policy()).isEqualTo(CallPolicy.defaults());
    assertThat(read.turns()).isZero();
    assertThat(read.turnsInARun()).isEqualTo(100);
  }

  @Test
  void stateWithoutARequestIsNone() {
    Payload payload = CONVERTER.toPayload(JsonObject.empty()).orElseThrow();

    assertThatThrownBy(
            () -> CONVERTER.fromPayload(payload, ConversationState.class, ConversationState.class))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void runOfNoTurnsIsRefused() {
    ConversationState state = ConversationState.of(ChatRequest.of("chat", "Hi"));

    assertThatThrownBy(() -> state.withTurnsInARun(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
