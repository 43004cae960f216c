package dev.mainstay.call;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The events of a stream's chunks, one after the other, and the usage that was told last at the
 * end.
 */
final class ChatEvents implements Iterator<ChatEvent> {
  private final ChatStream stream;
  private Iterator<ChatEvent> chunk = List.<ChatEvent>of().iterator();
  private List<ChatEvent> usage = List.of();

  ChatEvents(ChatStream stream) {
    this.stream = stream;
  }

  @Override
  public boolean hasNext() {
    while (!chunk.hasNext()) {
      Optional<ChatChunk> next = stream.nextChunk();
      if (next.isEmpty()) {
        chunk = usage.iterator();
        usage = List.of();
        return chunk.hasNext();
      }
      chunk = next.get().events().stream().filter(this::isOfItsPlace).iterator();
    }
    return true;
  }

  private boolean isOfItsPlace(ChatEvent event) {
    if (event instanceof UsageReported) {
      usage = List.of(event);
      return false;
    }
    return true;
  }

  @Override
  public ChatEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream has ended");
    }
    return chunk.next();
  }
}
