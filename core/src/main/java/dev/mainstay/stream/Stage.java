package dev.mainstay.stream;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import java.util.List;
import java.util.Optional;

/** One of the stages that an answer's chunks go through on their way to the caller. */
public interface Stage {

  /** Takes the next chunk; gives those that go on now, in order. */
  List<ChatChunk> add(ChatChunk chunk);

  /** The answer is whole: gives what was held back, and what belongs at its end. */
  default List<ChatChunk> release() {
    return List.of();
  }

  /** Why the answer does not go on, once that is plain. */
  default Optional<Failure> failure() {
    return Optional.empty();
  }

  /** Whether the answer is whole here, though more may come. */
  default boolean isOver() {
    return false;
  }

  /** About how many tokens it holds back. */
  default long estimatedTokensHeld() {
    return 0;
  }
}
