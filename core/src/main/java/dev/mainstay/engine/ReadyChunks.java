package dev.mainstay.engine;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.rendering.VisibleOutput;
import dev.mainstay.stream.Bulk;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The chunks of an answer that the caller may see next. */
final class ReadyChunks {
  private final VisibleOutput output;
  private final Deque<ChatChunk> chunks = new ArrayDeque<>();
  private final Bulk unseen = new Bulk();
  private boolean hasOutput;
  private boolean visible;

  /** Chunks of which the caller sees something where {@code output} says so. */
  ReadyChunks(VisibleOutput output) {
    this.output = output;
  }

  /** Puts {@code event} before everything else. */
  void open(ChatEvent event) {
    chunks.add(ChatChunk.of(event));
  }

  void add(ChatChunk chunk) {
    chunks.add(chunk);
    if (visible) {
      return;
    }
    hasOutput |= chunk.hasOutput();
    unseen.add(chunk);
    // What is kept unseen has an end: more is shown, whoever looks at it.
    visible = output.isVisible(chunk) || (hasOutput && unseen.isTooMuch());
  }

  @Nullable ChatChunk poll() {
    return chunks.poll();
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** Whether there has been any output, seen or not. */
  boolean hasOutput() {
    return hasOutput;
  }

  /** Whether there has been anything that the caller sees. */
  boolean isVisible() {
    return visible;
  }

  /** Whether more has come than is kept of an answer that says nothing. */
  boolean isTooMuch() {
    return !visible && unseen.isTooMuch();
  }

  void clear() {
    chunks.clear();
  }
}
