package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What arrived in one piece: the events in it, and the JSON it was.
 *
 * @param events the events, in order; may be empty
 * @param json the chunk in OpenAI's form, the provider's own bytes where it speaks that dialect;
 *     nothing where the caller did not ask for it (a usage chunk that was requested for the
 *     metadata)
 */
public record ChatChunk(List<ChatEvent> events, Optional<JsonObject> json) {
  /** A chunk; the list is copied. */
  public ChatChunk {
    Objects.requireNonNull(events, "events");
    Objects.requireNonNull(json, "json");
    for (ChatEvent event : events) {
      Objects.requireNonNull(event, "event");
    }
    events = List.copyOf(events);
  }

  /** A chunk of one event without JSON of its own. */
  public static ChatChunk of(ChatEvent... events) {
    return new ChatChunk(Arrays.asList(Objects.requireNonNull(events, "events")), Optional.empty());
  }

  /** Whether any of its events is output to the caller. */
  public boolean hasOutput() {
    for (ChatEvent event : events) {
      if (event.isOutput()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any of its events is part of a tool call. */
  public boolean hasToolCall() {
    for (ChatEvent event : events) {
      if (event.isToolCall()) {
        return true;
      }
    }
    return false;
  }
}
