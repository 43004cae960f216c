package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole answer. */
record ChatAnswer(AnswerFacts facts) implements AnswerDecoder {

  @Override
  public Reading read(JsonObject answer) {
    if (!MessageReader.isAnswer(answer)) {
      return Reading.noAnswer(answer, "the answer has no message");
    }
    if (MessageReader.isOfMemory(answer)) {
      return new Reading.Malformed("the server loaded the model, and answered nothing");
    }
    if (!MessageReader.isDone(answer)) {
      return new Reading.Truncated("the answer is not done");
    }
    String id = MessageReader.id(answer, facts);
    MessageReader reader = new MessageReader(id);
    List<ChatEvent> events = new ArrayList<>(reader.said(answer));
    events.add(reader.end(answer));
    return MessageReader.facts(answer, facts)
        .whole("chatcmpl-" + id)
        .of(events, MessageReader.usage(answer), MessageReader.logprobs(answer));
  }
}
