package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.stream.Stage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stages of one answer, in the order in which its chunks go through them. */
final class Stages {
  private static final int NONE = -1;

  private final List<Stage> stages;
  private int over = NONE;
  private @Nullable Failure failure;

  Stages(List<Stage> stages) {
    this.stages = List.copyOf(stages);
  }

  /** Puts {@code chunk} through all; what comes out is added to {@code out}. */
  void add(ChatChunk chunk, ReadyChunks out) {
    pass(0, List.of(chunk), out);
  }

  /** The answer is whole: what was held back comes out, through those that follow. */
  void end(ReadyChunks out) {
    if (over == NONE) {
      release(0, out);
    }
  }

  /** Why the answer does not go on. */
  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether the answer is whole at one of them, though more may come. */
  boolean isOver() {
    return over != NONE;
  }

  /** About how many tokens they hold back. */
  long estimatedTokensHeld() {
    return stages.stream().mapToLong(Stage::estimatedTokensHeld).sum();
  }

  private void pass(int next, List<ChatChunk> chunks, ReadyChunks out) {
    if (next == stages.size()) {
      for (ChatChunk chunk : chunks) {
        out.add(chunk);
      }
      return;
    }
    for (ChatChunk chunk : chunks) {
      if (failure == null && over < next) {
        pass(next + 1, stages.get(next).add(chunk), out);
        look(next, out);
      }
    }
  }

  // One after which nothing is wanted: those behind it give what they hold, those before it do not.
  private void look(int at, ReadyChunks out) {
    Optional<Failure> why = stages.get(at).failure();
    if (why.isPresent()) {
      failure = why.get();
    } else if (failure == null && over < at && stages.get(at).isOver()) {
      over = at;
      release(at, out);
    }
  }

  private void release(int from, ReadyChunks out) {
    int begun = over;
    for (int i = from; i < stages.size() && failure == null && over == begun; i++) {
      pass(i + 1, stages.get(i).release(), out);
    }
  }
}
