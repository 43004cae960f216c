package dev.mainstay.temporal;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer as it travels: the provider's own JSON as it came, where there is one, and beside it
 * what that does not say.
 */
final class ResponseJson {
  private static final String ANSWER = "answer";
  private static final String CHOICES = "choices";
  private static final String USAGE = "usage";

  private ResponseJson() {}

  static JsonObject of(ChatResponse response) {
    JsonObjectBuilder json =
        JsonObject.builder().put("id", response.id()).put("model", response.model());
    response.json().ifPresent(answer -> json.put(ANSWER, answer));
    boolean saysAll =
        response.json().filter(a -> choices(a).equals(response.choices())).isPresent();
    if (!saysAll) {
      List<JsonObject> choices = response.choices().stream().map(ResponseJson::choice).toList();
      json.put(CHOICES, JsonArray.of(choices));
    }
    response.usage().ifPresent(usage -> json.put(USAGE, usage(usage)));
    return json.put("metadata", MetadataJson.of(response.metadata())).build();
  }

  static ChatResponse read(JsonObject json) {
    Optional<JsonObject> answer = json.object(ANSWER);
    JsonObject told = json.has(CHOICES) ? json : answer.orElse(json);
    List<Choice> choices = choices(told);
    return new ChatResponse(
        json.text("id").orElse(""),
        json.text("model").orElse(""),
        choices.isEmpty() ? List.of(Choice.empty(0)) : choices,
        json.object(USAGE).map(ResponseJson::readUsage),
        answer,
        MetadataJson.read(json.object("metadata").orElse(JsonObject.empty())));
  }

  private static JsonObject choice(Choice choice) {
    JsonObjectBuilder json =
        JsonObject.builder().put("index", choice.index()).put("message", choice.message().json());
    choice.finishReason().ifPresent(reason -> json.put("finish_reason", reason.wireName()));
    choice.nativeFinishReason().ifPresent(word -> json.put("native_finish_reason", word));
    return json.build();
  }

  private static List<Choice> choices(JsonObject json) {
    return json.array(CHOICES).stream()
        .flatMap(JsonArray::objects)
        .map(ResponseJson::readChoice)
        .toList();
  }

  private static Choice readChoice(JsonObject json) {
    Message message = new Message(json.object("message").orElse(JsonObject.empty()));
    Optional<String> reason = json.text("finish_reason");
    return new Choice(
        Math.toIntExact(json.number("index").orElse(0)),
        message.text(),
        message.json().text("reasoning_content").orElse(""),
        message.json().text("refusal").orElse(""),
        message.toolCalls(),
        reason.flatMap(ResponseJson::finishReason),
        json.text("native_finish_reason").or(() -> reason),
        Stream.of("thinking_blocks", "reasoning_details")
            .flatMap(name -> message.json().array(name).stream())
            .flatMap(JsonArray::objects)
            .toList());
  }

  private static Optional<FinishReason> finishReason(String word) {
    return Arrays.stream(FinishReason.values())
        .filter(reason -> reason.wireName().equals(word))
        .findFirst();
  }

  private static JsonObject usage(Usage usage) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("prompt_tokens", usage.promptTokens())
            .put("completion_tokens", usage.completionTokens())
            .put("total_tokens", usage.totalTokens());
    usage.cachedTokens().ifPresent(n -> json.put("cached_tokens", n));
    usage.reasoningTokens().ifPresent(n -> json.put("reasoning_tokens", n));
    usage.cacheWriteTokens().ifPresent(n -> json.put("cache_write_tokens", n));
    usage.hourCacheWriteTokens().ifPresent(n -> json.put("hour_cache_write_tokens", n));
    usage.toldCost().ifPresent(cost -> json.put("told_cost", cost));
    return json.build();
  }

  private static Usage readUsage(JsonObject json) {
    return new Usage(
        json.number("prompt_tokens").orElse(0),
        json.number("completion_tokens").orElse(0),
        json.number("total_tokens").orElse(0),
        json.number("cached_tokens"),
        json.number("reasoning_tokens"),
        json.number("cache_write_tokens"),
        json.number("hour_cache_write_tokens"),
        json.decimal("told_cost"));
  }
}
