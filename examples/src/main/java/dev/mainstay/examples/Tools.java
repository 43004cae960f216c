package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.schema.Describe;
import dev.mainstay.time.Deadline;
import dev.mainstay.tool.ToolAnswer;
import dev.mainstay.tool.ToolStream;
import dev.mainstay.tool.Toolbox;
import java.time.Duration;
import java.util.Optional;

/** Tools: the model asks, the application answers, the model goes on. */
final class Tools {
  record Place(@Describe("a city, by its name in English") String city) {}

  record Weather(int degrees, Optional<String> warning) {}

  static final Toolbox TOOLS =
      Toolbox.builder()
          .tool("weather", "The weather in a city now", Place.class, Tools::weather)
          .rounds(5)
          .build();

  private Tools() {}

  static Weather weather(Place place) {
    if (place.city().equals("Atlantis")) {
      throw new IllegalArgumentException("no station in " + place.city());
    }
    return new Weather(18, Optional.of("light rain"));
  }

  static String answer(Mainstay mainstay) {
    ChatRequest question = ChatRequest.of("chat", "What is the weather in Paris?");
    ToolAnswer answer = mainstay.chat(question, TOOLS);
    ChatRequest next = answer.next(Message.user("And in Rome?"));
    return mainstay.chat(next, TOOLS).text();
  }

  static void stream(Mainstay mainstay) {
    try (ToolStream stream = mainstay.stream(ChatRequest.of("chat", "The weather?"), TOOLS)) {
      for (ChatEvent event : stream) {
        if (event instanceof TextDelta(String text)) {
          System.out.print(text);
        }
      }
    }
  }

  static ToolAnswer within(Mainstay mainstay, ChatRequest question) {
    ChatCall call =
        ChatCall.of(question)
            .withOptions(CallOptions.none().withTimeout(Duration.ofSeconds(20)))
            .withBudget(CallBudget.of(12, Deadline.never()));
    return mainstay.chat(call, TOOLS);
  }

  static String byHand(Mainstay mainstay) {
    ChatRequest question =
        ChatRequest.builder("chat")
            .user("What is the weather in Paris?")
            .tool(Tool.function("weather", "The weather in a city now", Place.class))
            .build();
    ChatResponse asked = mainstay.chat(question);
    ToolCall call = asked.toolCalls().getFirst();
    Place place = call.as(Place.class);
    ChatRequest next =
        question.with(asked.message(), Message.tool(call.id(), "18 degrees in " + place.city()));
    return mainstay.chat(next).text();
  }
}
