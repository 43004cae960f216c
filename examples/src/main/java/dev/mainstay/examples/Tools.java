package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;

/** Tools: the model asks, the application answers, the model goes on. */
final class Tools {
  private static final Tool WEATHER =
      Tool.function(
          "weather",
          "The weather in a city",
          """
          {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
          """);

  private Tools() {}

  static String weather(Mainstay mainstay) {
    ChatRequest question =
        ChatRequest.builder("chat").user("What is the weather in Paris?").tool(WEATHER).build();
    ChatResponse asked = mainstay.chat(question);
    ToolCall call = asked.toolCalls().getFirst();
    ChatRequest followUp =
        question.with(asked.message(), Message.tool(call.id(), "18 degrees, light rain"));
    return mainstay.chat(followUp).text();
  }
}
