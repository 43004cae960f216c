package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import java.util.List;
import java.util.Optional;

/** What a dialect makes of one event of a stream, or of one whole answer. */
public sealed interface Reading {
  /**
   * It is part of the answer.
   *
   * @param chunks what it says, in order; none where it says nothing
   */
  record Chunks(List<ChatChunk> chunks) implements Reading {
    /** The list is copied. */
    public Chunks {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * It tells of an error.
   *
   * @param error the error
   * @param usage the tokens used until then, where it tells them
   */
  record Failed(ProviderError error, List<ChatEvent> usage) implements Reading {
    /** The list is copied. */
    public Failed {
      usage = List.copyOf(usage);
    }
  }

  /** It is not one that the dialect has; the message says why, as part of a sentence. */
  record Malformed(String message) implements Reading {}

  /** It says that the stream is over, or should be the end, where the answer has none. */
  record Truncated(String message) implements Reading {}

  /** It says nothing. */
  static Reading nothing() {
    return new Chunks(List.of());
  }

  /** It says {@code events}; {@code json} is what a caller is shown of it, if anything. */
  static Reading of(List<ChatEvent> events, Optional<JsonObject> json) {
    return events.isEmpty() && json.isEmpty()
        ? nothing()
        : new Chunks(List.of(new ChatChunk(events, json)));
  }

  /** {@code json}, which is not an answer: the error that it tells, or else why it is not. */
  static Reading noAnswer(JsonObject json, String why) {
    return ProviderError.isIn(json) ? failed(ProviderError.of(json)) : new Malformed(why);
  }

  /** {@code json}, which is not an event of the dialect: the error that it tells, or nothing. */
  static Reading noEvent(JsonObject json) {
    return ProviderError.isIn(json) ? failed(ProviderError.of(json)) : nothing();
  }

  /** It tells of {@code error}. */
  static Reading failed(ProviderError error) {
    return new Failed(error, List.of());
  }
}
