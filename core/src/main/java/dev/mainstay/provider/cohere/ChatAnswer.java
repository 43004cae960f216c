package dev.mainstay.provider.cohere;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole answer. */
record ChatAnswer(AnswerFacts facts) implements AnswerDecoder {

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonObject> message = answer.object("message");
    if (message.isEmpty()) {
      return Reading.noAnswer(answer, "the answer has no message");
    }
    Optional<FinishWord> word = answer.text("finish_reason").map(FinishWord::new);
    if (word.isEmpty()) {
      return new Reading.Truncated("the answer has no finish_reason");
    }
    List<ChatEvent> events = said(message.get());
    Optional<ProviderError> error = word.get().error();
    if (error.isPresent()) {
      return Reading.failed(error.get());
    }
    events.add(word.get().end());
    return facts
        .whole(answer.text("id").orElse(""))
        .of(events, TokenCounts.in(answer), PieceLogprobs.in(answer));
  }

  private static List<ChatEvent> said(JsonObject message) {
    List<ChatEvent> said = new ArrayList<>();
    message
        .text("tool_plan")
        .filter(plan -> !plan.isEmpty())
        .ifPresent(plan -> said.add(new ReasoningDelta(plan)));
    message.array("content").stream()
        .flatMap(JsonArray::objects)
        .forEach(part -> said.addAll(part(part)));
    int number = 0;
    for (JsonObject call : message.array("tool_calls").orElse(JsonArray.of()).objects().toList()) {
      JsonObject function = call.object("function").orElse(JsonObject.empty());
      said.add(
          new ToolCallDelta(
              number++,
              call.text("id").orElse(""),
              function.text("name").orElse(""),
              function.text("arguments").orElse("{}")));
    }
    return said;
  }

  /** What a part of a message says, or a piece of one. */
  static List<ChatEvent> part(JsonObject part) {
    List<ChatEvent> said = new ArrayList<>();
    part.text("thinking")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> said.add(new ReasoningDelta(text)));
    part.text("text")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> said.add(new TextDelta(text)));
    return said;
  }
}
