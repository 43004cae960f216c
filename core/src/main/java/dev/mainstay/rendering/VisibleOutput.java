package dev.mainstay.rendering;

import dev.mainstay.model.ChatChunk;

/**
 * Which chunk of a streamed answer is the first that the caller sees something of: there the stream
 * commits, and what fails before is done again, unseen. So what nobody looks at need not be lost to
 * a break.
 *
 * <p>It is told the chunks of its attempt in their order, up to that one, on the thread of the
 * call; of a continuation only where that turns out to be an answer from the beginning, since else
 * something has been seen. What it throws ends the call. Where more has come than is kept unseen (8
 * MiB), the stream commits all the same.
 */
@FunctionalInterface
public interface VisibleOutput {

  /** Any output: text, reasoning, a refusal, a tool call. */
  static VisibleOutput any() {
    return ChatChunk::hasOutput;
  }

  /** Whether the caller sees something of {@code chunk}. */
  boolean isVisible(ChatChunk chunk);
}
