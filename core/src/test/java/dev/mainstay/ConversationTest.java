package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import org.junit.jupiter.api.Test;

/** An answer goes into the next request whole. */
class ConversationTest {
  private static final Message WHOLE =
      new Message(
          Json.parseObject(
              """
              {"role":"assistant","content":"Let me look.","reasoning_content":"Hm.",
               "tool_calls":[{"id":"c1","type":"function",
                 "function":{"name":"weather","arguments":"{}"}}]}
              """));

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider =
      new ScriptedProvider(time)
          .next(
              "m", thinks("Hm."), says("Let me look."), calls(0, "c1", "weather", "{}"), finishes())
          .always("m", answer("Rain."));
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"))
          .build();
  private final ChatRequest question = ChatRequest.of("chat", "The weather?");

  @Test
  void plainAnswerIsTheNextMessageWithTextReasoningAndCalls() {
    assertGoesOn(mainstay.chat(question));
  }

  @Test
  void streamedAnswerIsTheSame() {
    try (ChatStream stream = mainstay.stream(question)) {
      stream.forEach(event -> {});

      assertGoesOn(stream.response());
    }
  }

  private void assertGoesOn(ChatResponse asked) {
    Message result = Message.tool("c1", "light rain");

    mainstay.chat(question.with(asked.message(), result));

    assertThat(provider.requests().getLast().messages())
        .containsExactly(Message.user("The weather?"), WHOLE, result);
  }
}
