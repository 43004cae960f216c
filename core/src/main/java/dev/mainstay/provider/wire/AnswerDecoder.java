package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;

/** Reads a whole answer, one JSON object, as one dialect has it. */
@FunctionalInterface
public interface AnswerDecoder {
  /**
   * Reads {@code answer}. Chunks mean that it is whole; an answer without an end is {@link
   * Reading.Truncated}, an object that is not an answer {@link Reading.Malformed}.
   */
  Reading read(JsonObject answer);
}
