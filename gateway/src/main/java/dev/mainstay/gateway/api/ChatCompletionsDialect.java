package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** OpenAI's chats: what a provider of the same dialect says goes out byte for byte. */
final class ChatCompletionsDialect implements CallerDialect, StreamForm {
  private static final List<Event> DONE =
      List.of(new Event("", "[DONE]".getBytes(StandardCharsets.US_ASCII)));

  @Override
  public ChatRequest read(JsonObject body, Headers headers) {
    return ChatBody.check(body);
  }

  @Override
  public JsonObject write(ChatRequest request, ChatResponse answer) {
    return answer
        .json()
        .orElseThrow(() -> new IllegalStateException("a plain answer without its JSON"));
  }

  @Override
  public StreamForm stream(ChatRequest request) {
    return this;
  }

  @Override
  public Headers headers(Headers story) {
    return story;
  }

  @Override
  public List<Event> of(ChatChunk chunk) {
    return chunk.json().map(json -> List.of(new Event("", json.toBytes()))).orElse(List.of());
  }

  @Override
  public List<Event> end() {
    return DONE;
  }

  // Most clients look at the data alone, LangChain4j at the name alone; go-openai knows the error
  // by a first line that begins with it.
  @Override
  public Event error(Failure failure, CallMetadata metadata) {
    return new Event("error", ApiError.body(failure).toBytes(), true);
  }
}
