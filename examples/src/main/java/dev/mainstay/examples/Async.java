package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Calls that do not block the thread that makes them. */
final class Async {
  private Async() {}

  static List<String> both(Mainstay mainstay) {
    CompletableFuture<ChatResponse> one =
        mainstay.chatAsync(ChatRequest.of("chat", "One?")).orTimeout(30, TimeUnit.SECONDS);
    CompletableFuture<ChatResponse> two =
        mainstay.chatAsync(ChatRequest.of("chat", "Two?")).orTimeout(30, TimeUnit.SECONDS);
    return one.thenCombine(two, (a, b) -> List.of(a.text(), b.text())).join();
  }

  static Flow.Publisher<ChatEvent> events(Mainstay mainstay) {
    return mainstay.publisher(ChatRequest.of("chat", "Tell me a story"));
  }
}
