package dev.mainstay.engine;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.stream.Bulk;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The chunks of an answer that the caller may see next. */
final class ReadyChunks {
  private final Deque<ChatChunk> chunks = new ArrayDeque<>();
  private final Bulk beforeOutput = new Bulk();
  private boolean hasOutput;

  void add(ChatChunk chunk) {
    chunks.add(chunk);
    hasOutput |= chunk.hasOutput();
    if (!hasOutput) {
      beforeOutput.add(chunk);
    }
  }

  @Nullable ChatChunk poll() {
    return chunks.poll();
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** Whether any output has been ready. */
  boolean hasOutput() {
    return hasOutput;
  }

  /** Whether more has come than is kept of an answer that says nothing. */
  boolean isTooMuch() {
    return !hasOutput && beforeOutput.isTooMuch();
  }

  void clear() {
    chunks.clear();
  }
}
