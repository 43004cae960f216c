package dev.mainstay.temporal.batch;

import dev.mainstay.model.ChatRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
    long text = 0;
    while (window.size() < size && text < MOST_TEXT && requests.hasNext()) {
      ChatRequest request = requests.next().withStream(false);
      long index = next++;
      if (!journal.has(index)) {
        ChatRequest asked = asked(request);
        text += asked.json().toBytes().length;
        window.put(index, PromptLine.of(asked));
      }
    }
    return window;
  }

  private ChatRequest asked(ChatRequest request) {
    return model == null ? request : request.withModel(model);
  }

  @Override
  public long seen() {
    return next;
  }

  @Override
  public void close() {}
}
