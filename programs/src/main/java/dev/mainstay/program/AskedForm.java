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
import org.jspecify.annotations.Nullable;

/**
 * One attempt: who is asked, in which form, and when its answer is seen: with the first piece of a
 * field that somebody listens to.
 */
final class AskedForm implements VisibleOutput {
  private final String deployment;
  private final Adapter adapter;
  private final ChatRequest request;
  private final @Nullable AnswerReader reader;
  private final IntPredicate isSeen;

  private AskedForm(
      String deployment,
      Adapter adapter,
      ChatRequest request,
      @Nullable AnswerReader reader,
      IntPredicate isSeen) {
    this.deployment = deployment;
    this.adapter = adapter;
    this.request = request;
    this.reader = reader;
    this.isSeen = isSeen;
  }

  /** An attempt of which nothing is seen before its end. */
  static AskedForm unseen(String deployment, Adapter adapter, ChatRequest request) {
    return new AskedForm(deployment, adapter, request, null, field -> false);
  }

  /** An attempt of which the fields are seen that {@code isSeen} says. */
  static AskedForm seen(
      String deployment, Adapter adapter, ChatRequest request, IntPredicate isSeen) {
    return new AskedForm(deployment, adapter, request, adapter.reader(), isSeen);
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
    if (reader == null) {
      return false;
    }
    for (ChatEvent event : chunk.events()) {
      if (event instanceof ChatEvent.TextDelta(String text) && isSeen(reader.read(text))) {
        return true;
      }
    }
    return false;
  }

  private boolean isSeen(List<Piece> pieces) {
    for (Piece piece : pieces) {
      if (isSeen.test(piece.field())) {
        return true;
      }
    }
    return false;
  }
}
