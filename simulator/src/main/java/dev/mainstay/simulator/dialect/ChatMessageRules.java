package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.ErrorBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What OpenAI refuses in the messages of a request, in its own words, which here name the first
 * message whichever it is.
 */
final class ChatMessageRules {
  private static final int LONGEST_ID = 40;
  // Others', and those of OpenAI's Responses.
  private static final Set<String> FOREIGN_PARTS =
      Set.of(
          "document",
          "image",
          "thinking",
          "redacted_thinking",
          "tool_use",
          "tool_result",
          "search_result",
          "document_url",
          "video_url",
          "input_text",
          "input_image",
          "input_file",
          "output_text");
  // LiteLLM's, for what OpenAI has not.
  private static final Set<String> FOREIGN =
      Set.of(
          "thinking_blocks",
          "content_blocks",
          "cache_control",
          "is_error",
          "images",
          "content_parts",
          "prefix");

  // What OpenAI lets pass.
  private static final Set<String> THOUGHTS = Set.of("reasoning_content", "reasoning_details");

  private ChatMessageRules() {}

  /** What is said to {@code body} where its messages are refused. */
  static Optional<ErrorBody> refused(JsonObject body) {
    List<JsonObject> messages = body.array("messages").orElse(JsonArray.of()).objects().toList();
    if (messages.isEmpty()) {
      return body.hasValue("messages")
          ? Optional.of(ChatRules.empty("messages"))
          : Optional.empty();
    }
    return messages.stream()
        .flatMap(message -> broken(message).stream())
        .findFirst()
        .or(() -> unanswered(messages));
  }

  /** The first name in {@code message} that vendors refuse who take no more than they know. */
  static Optional<String> foreign(JsonObject message) {
    return message.names().stream()
        .filter(name -> FOREIGN.contains(name) || THOUGHTS.contains(name))
        .findFirst();
  }

  private static Optional<ErrorBody> broken(JsonObject message) {
    Optional<ErrorBody> foreign =
        message.names().stream()
            .filter(FOREIGN::contains)
            .map(name -> ChatRules.unknown("messages[0]." + name))
            .findFirst();
    return foreign
        .or(() -> longId(message))
        .or(() ->
            message.array("content").stream()
                .flatMap(JsonArray::objects)
                .flatMap(part -> broken(part, message.text("role").orElse("")).stream())
                .findFirst());
  }

  private static Optional<ErrorBody> longId(JsonObject message) {
    List<String> ids = new ArrayList<>(ids(message));
    message.text("tool_call_id").ifPresent(ids::add);
    return ids.stream()
        .filter(id -> id.length() > LONGEST_ID)
        .map(id ->
            ChatRules.error(
                "Invalid 'messages[0].tool_calls[0].id': string too long. Expected a string with"
                    + " maximum length 40, but got a string with length "
                    + id.length()
                    + " instead.",
                "messages[0].tool_calls[0].id",
                "string_above_max_length"))
        .findFirst();
  }

  private static Optional<ErrorBody> broken(JsonObject part, String role) {
    String type = part.text("type").orElse("");
    if (FOREIGN_PARTS.contains(type)) {
      return Optional.of(
          ChatRules.error(
              "Invalid value: '"
                  + type
                  + "'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal',"
                  + " 'audio', and 'file'.",
              "messages[0].content[0]",
              "invalid_value"));
    }
    if (type.equals("image_url") && !role.equals("user")) {
      return Optional.of(
          ErrorBody.of(
                  "Invalid 'messages[0]'. Image URLs are only allowed for messages with role 'user',"
                      + " but this message with role '"
                      + role
                      + "' contains an image URL.",
                  "invalid_request_error")
              .param("messages[0]"));
    }
    JsonObject file = part.object("file").orElse(JsonObject.empty());
    boolean isNameless = file.has("file_data") && !file.hasValue("filename");
    return isNameless
        ? Optional.of(
            ChatRules.error(
                "Missing required parameter: 'messages[0].content[0].file.file_id'.",
                "messages[0].content[0].file.file_id",
                "missing_required_parameter"))
        : Optional.empty();
  }

  private static Optional<ErrorBody> unanswered(List<JsonObject> messages) {
    List<String> open = new ArrayList<>();
    List<String> called = List.of();
    for (JsonObject message : messages) {
      if (message.text("role").filter("tool"::equals).isPresent()) {
        String id = message.text("tool_call_id").orElse("");
        if (!called.contains(id)) {
          return Optional.of(uncalled());
        }
        open.remove(id);
        continue;
      }
      if (!open.isEmpty()) {
        break;
      }
      called = ids(message);
      open.addAll(called);
    }
    return open.isEmpty() ? Optional.empty() : Optional.of(unanswered(String.join(", ", open)));
  }

  private static ErrorBody uncalled() {
    return ErrorBody.of(
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding"
                + " message with 'tool_calls'.",
            "invalid_request_error")
        .param("messages.[0].role");
  }

  private static ErrorBody unanswered(String ids) {
    return ErrorBody.of(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to"
                + " each 'tool_call_id'. The following tool_call_ids did not have response"
                + " messages: "
                + ids,
            "invalid_request_error")
        .param("messages");
  }

  /** The ids of the calls in {@code message}. */
  static List<String> ids(JsonObject message) {
    return message
        .array("tool_calls")
        .orElse(JsonArray.of())
        .objects()
        .map(call -> call.text("id").orElse(""))
        .toList();
  }
}
