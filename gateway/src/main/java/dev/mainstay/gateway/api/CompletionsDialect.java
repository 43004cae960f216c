package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.Message;
import dev.mainstay.transport.Headers;
import java.util.List;
import java.util.Optional;

/** OpenAI's text completions: a chat's answer goes out as the text that it is. */
final class CompletionsDialect implements CallerDialect, StreamForm {
  private static final JsonString NOTHING = new JsonString("");

  private final ChatCompletionsDialect chat = new ChatCompletionsDialect();

  @Override
  public ChatRequest read(JsonObject body, Headers headers) {
    ChatBody.requireModel(body);
    ChatBody.requireStreamFlag(body);
    CompletionRequest request = new CompletionRequest(body);
    List<JsonValue> prompts = request.prompts();
    if (prompts.isEmpty() || !prompts.stream().allMatch(CompletionsDialect::isPrompt)) {
      throw new ApiException(
          ApiError.badField(
              "prompt", "\"prompt\" must be a text, an array of texts, or tokens; at least one"));
    }
    return request.asChat();
  }

  private static boolean isPrompt(JsonValue prompt) {
    return prompt instanceof JsonString
        || (prompt instanceof JsonArray tokens
            && !tokens.isEmpty()
            && tokens.items().stream().allMatch(JsonNumber.class::isInstance));
  }

  @Override
  public String neededField() {
    return "prompt";
  }

  @Override
  public JsonObject write(ChatRequest request, ChatResponse answer) {
    return text(chat.write(request, answer), "message");
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
    Optional<byte[]> told = chunk.json().map(json -> text(json, "delta").toBytes());
    return told.map(data -> new Event("", data)).stream().toList();
  }

  @Override
  public List<Event> end() {
    return chat.end();
  }

  @Override
  public Event error(Failure failure, CallMetadata metadata) {
    return chat.error(failure, metadata);
  }

  private static JsonObject text(JsonObject told, String member) {
    List<JsonValue> choices =
        told.array("choices")
            .orElse(JsonArray.of())
            .objects()
            .map(choice -> choice(choice, member))
            .toList();
    return told.with("object", "text_completion").with("choices", JsonArray.of(choices));
  }

  private static JsonValue choice(JsonObject choice, String member) {
    JsonObjectBuilder text = JsonObject.builder();
    text.put("text", NOTHING);
    choice.forEach((name, value) -> {
      if (!name.equals(member)) {
        text.put(name, value);
      } else if (value instanceof JsonObject said && said.hasValue("content")) {
        text.put("text", content(said));
      }
    });
    return text.build();
  }

  // Some say it in parts, thoughts among them; a text completion has a text.
  private static JsonValue content(JsonObject said) {
    JsonValue content = said.get("content").orElse(NOTHING);
    return content instanceof JsonString ? content : new JsonString(new Message(said).text());
  }
}
