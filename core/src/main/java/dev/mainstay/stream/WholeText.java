package dev.mainstay.stream;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.util.ArrayList;
import java.util.List;

/**
 * Chunks whose text is whole characters: half a surrogate pair at the end of one goes out with the
 * next, so that a break between the halves leaves nobody with half a character. Not thread-safe.
 */
public final class WholeText {
  private final WholeCharacters whole = new WholeCharacters();
  private boolean waits;

  /** What of {@code chunk} goes out now: nearly always the chunk itself. */
  public ChatChunk take(ChatChunk chunk) {
    return waits || hasHalf(chunk) ? rewritten(chunk) : chunk;
  }

  private ChatChunk rewritten(ChatChunk chunk) {
    List<ChatEvent> events = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (ChatEvent event : chunk.events()) {
      if (event instanceof TextDelta(String text)) {
        String shown = whole.add(text);
        waits = endsInHalf(text);
        all.append(shown);
        events.add(new TextDelta(shown));
      } else {
        events.add(event);
      }
    }
    return new ChatChunk(
        events, chunk.json().map(json -> ChunkText.withText(json, all.toString())));
  }

  private static boolean hasHalf(ChatChunk chunk) {
    for (ChatEvent event : chunk.events()) {
      if (event instanceof TextDelta(String text) && endsInHalf(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsInHalf(String text) {
    return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
  }
}
