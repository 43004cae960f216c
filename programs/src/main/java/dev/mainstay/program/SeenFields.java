package dev.mainstay.program;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.program.reader.AnswerReader;
import dev.mainstay.program.reader.Piece;
import dev.mainstay.rendering.VisibleOutput;
import java.util.List;
import java.util.function.IntPredicate;

/** An answer is seen with the first piece of a field that somebody listens to. */
final class SeenFields implements VisibleOutput {
  private final AnswerReader reader;
  private final IntPredicate isHeard;

  SeenFields(AnswerReader reader, IntPredicate isHeard) {
    this.reader = reader;
    this.isHeard = isHeard;
  }

  @Override
  public boolean isVisible(ChatChunk chunk) {
    for (ChatEvent event : chunk.events()) {
      if (event instanceof ChatEvent.TextDelta(String text) && isSeen(reader.read(text))) {
        return true;
      }
    }
    return false;
  }

  private boolean isSeen(List<Piece> pieces) {
    for (Piece piece : pieces) {
      if (isHeard.test(piece.field())) {
        return true;
      }
    }
    return false;
  }
}
