package dev.mainstay.temporal.batch;

import dev.mainstay.model.ChatRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests, as they are asked for. */
final class PromptIterator implements PromptReader {
  private final Iterator<ChatRequest> requests;
  private final @Nullable String model;
  private long next;

  PromptIterator(Iterator<ChatRequest> requests, @Nullable String model) {
    this.requests = requests;
    this.model = model;
  }

  @Override
  public Map<Long, PromptLine> window(int size, Journal journal) {
    Map<Long, PromptLine> window = new LinkedHashMap<>();
    while (window.size() < size && requests.hasNext()) {
      ChatRequest request = requests.next().withStream(false);
      long index = next++;
      if (!journal.has(index)) {
        window.put(index, new PromptLine(Optional.empty(), Optional.of(asked(request))));
      }
    }
    return window;
  }

  private ChatRequest asked(ChatRequest request) {
    return model == null ? request : request.withModel(model);
  }

  @Override
  public void close() {}
}
