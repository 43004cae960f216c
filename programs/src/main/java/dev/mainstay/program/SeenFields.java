package dev.mainstay.program;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.program.reader.FieldPiece;
import dev.mainstay.program.reader.FieldsReader;
import dev.mainstay.rendering.VisibleOutput;
import java.util.List;
import java.util.function.IntPredicate;

/** An answer is seen with the first piece of a field that somebody listens to. */
final class SeenFields implements VisibleOutput {
  private final FieldsReader reader;
  private final IntPredicate isHeard;

  SeenFields(FieldsReader reader, IntPredicate isHeard) {
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

  private boolean isSeen(List<FieldPiece> pieces) {
    for (FieldPiece piece : pieces) {
      if (isHeard.test(piece.field())) {
        return true;
      }
    }
    return false;
  }
}
