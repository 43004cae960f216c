package dev.mainstay.call;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The events of a stream's chunks, one after the other. */
final class ChatEvents implements Iterator<ChatEvent> {
  private final ChatStream stream;
  private Iterator<ChatEvent> chunk = List.<ChatEvent>of().iterator();

  ChatEvents(ChatStream stream) {
    this.stream = stream;
  }

  @Override
  public boolean hasNext() {
    while (!chunk.hasNext()) {
      Optional<ChatChunk> next = stream.nextChunk();
      if (next.isEmpty()) {
        return false;
      }
      chunk = next.get().events().iterator();
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
