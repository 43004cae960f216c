package dev.mainstay.provider.ollama;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.CanonicalChunks;
import dev.mainstay.provider.wire.EventDecoder;
import dev.mainstay.provider.wire.Logprobs;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream's lines. Its semantic end is a line that is {@code done}, with the usage; then the
 * stream ends, and no line says so.
 */
final class ChatLines implements EventDecoder {
  private final AnswerFacts facts;
  private @Nullable MessageReader reader;
  private @Nullable CanonicalChunks chunks;
  private boolean hasOutput;
  private boolean isDone;

  ChatLines(AnswerFacts facts) {
    this.facts = facts;
  }

  @Override
  public Reading read(SseEvent event) {
    JsonObject line = Json.parseObject(event.data());
    if (!MessageReader.isAnswer(line)) {
      return Reading.noEvent(line);
    }
    if (MessageReader.isOfMemory(line)) {
      return new Reading.Malformed("the server loaded the model, and answered nothing");
    }
    MessageReader known =
        reader == null ? new MessageReader(MessageReader.id(line, facts)) : reader;
    CanonicalChunks told =
        chunks == null
            ? MessageReader.facts(line, facts).chunks("chatcmpl-" + MessageReader.id(line, facts))
            : chunks;
    reader = known;
    chunks = told;
    return new Reading.Chunks(chunks(line, known, told));
  }

  private List<ChatChunk> chunks(JsonObject line, MessageReader known, CanonicalChunks told) {
    List<ChatChunk> out = new ArrayList<>();
    List<ChatEvent> said = known.said(line);
    Logprobs logprobs = MessageReader.logprobs(line);
    hasOutput |= !said.isEmpty();
    // Output behind an end revokes it.
    isDone &= said.isEmpty();
    if (!said.isEmpty() || !logprobs.isEmpty()) {
      out.add(told.chunk(said, JsonObject.empty(), logprobs));
    }
    if (MessageReader.isDone(line)) {
      isDone = true;
      out.add(told.chunk(List.of(known.end(line))));
      MessageReader.usage(line).ifPresent(usage -> out.add(told.usage(usage, facts.tellsUsage())));
    }
    return out;
  }

  @Override
  public boolean isWhole() {
    return isDone;
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public boolean hasLastWord() {
    return false;
  }

  @Override
  public boolean hasOutput() {
    return hasOutput;
  }
}
