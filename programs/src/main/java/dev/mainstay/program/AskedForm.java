package dev.mainstay.program;

import dev.mainstay.call.VisibleOutput;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.program.adapter.Adapter;
import dev.mainstay.program.reader.AnswerReader;
import dev.mainstay.program.reader.Piece;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One attempt: who is asked, in which form, and when its answer is seen: with the first piece of a
 * field that somebody listens to.
 */
final class AskedForm implements VisibleOutput {
  private final String deployment;
  private final Adapter adapter;
  private final ChatRequest request;
  private final AnswerReader reader;
  private final IntPredicate isSeen;

  AskedForm(String deployment, Adapter adapter, ChatRequest request, IntPredicate isSeen) {
    this.deployment = deployment;
    this.adapter = adapter;
    this.request = request;
    this.reader = adapter.reader();
    this.isSeen = isSeen;
  }

  String deployment() {
    return deployment;
  }

  Adapter adapter() {
    return adapter;
  }

  ChatRequest request() {
    return request;
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
    return pieces.stream().anyMatch(piece -> isSeen.test(piece.field()));
  }
}
