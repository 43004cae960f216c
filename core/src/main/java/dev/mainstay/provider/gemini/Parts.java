package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a message's parts as Gemini's. Parts that are Gemini's own pass as they are. */
final class Parts {
  private static final String TEXT = "text";
  // What a picture is that does not say what it is.
  private static final String PICTURE = "image/jpeg";

  private static final String TAKEN =
      "text, image_url, video_url, file or input_audio, or a part of Gemini's own";
  // https://ai.google.dev/api/caching#Part
  private static final Set<String> OWN =
      Set.of(
          TEXT,
          "inlineData",
          "inline_data",
          "fileData",
          "file_data",
          "functionCall",
          "function_call",
          "functionResponse",
          "function_response",
          "executableCode",
          "executable_code",
          "codeExecutionResult",
          "code_execution_result",
          "toolCall",
          "toolResponse",
          "thought",
          "thoughtSignature");

  private Parts() {}

  /**
   * The parts of {@code content}, a text or a list of parts. Empty texts, which are refused, are
   * none.
   */
  static List<JsonObject> of(JsonValue content) {
    List<JsonObject> parts = new ArrayList<>();
    switch (content) {
      case JsonString(String text) -> addText(text, parts);
      case JsonArray list -> list.forEach(part -> add(part, parts));
      default -> {}
    }
    return parts;
  }

  static JsonObject text(String text) {
    return JsonObject.of(TEXT, new JsonString(text));
  }

  private static void add(JsonValue part, List<JsonObject> parts) {
    switch (part) {
      case JsonString(String text) -> addText(text, parts);
      case JsonObject object -> addPart(object, parts);
      default -> {}
    }
  }

  private static void addText(String text, List<JsonObject> parts) {
    if (!text.isEmpty()) {
      parts.add(text(text));
    }
  }

  private static void addPart(JsonObject part, List<JsonObject> parts) {
    switch (part.text("type").orElse("")) {
      case TEXT -> addText(part.text(TEXT).orElse(""), parts);
      case "refusal" -> addText(part.text("refusal").orElse(""), parts);
      case "image_url" -> parts.add(linked(part, "image_url", Optional.of(PICTURE)));
      case "video_url" -> parts.add(linked(part, "video_url", Optional.empty()));
      case "file" -> parts.add(file(part.object("file").orElse(JsonObject.empty())));
      case "input_audio" -> parts.add(sound(part.object("input_audio").orElse(JsonObject.empty())));
      case "" -> parts.add(own(part));
      default ->
          throw UnsupportedException.part(GeminiProvider.NAME, part.text("type").orElse(""), TAKEN);
    }
  }

  private static JsonObject own(JsonObject part) {
    if (OWN.stream().noneMatch(part::has)) {
      throw UnsupportedException.part(GeminiProvider.NAME, "", TAKEN);
    }
    return part;
  }

  private static JsonObject linked(JsonObject part, String name, Optional<String> usual) {
    JsonObject link = part.object(name).orElse(JsonObject.empty());
    JsonSlice url = DataUrl.at(part, name);
    JsonObject media = Media.of(url, link.text("format"));
    boolean isUntyped = media.object("fileData").filter(file -> !file.has("mimeType")).isPresent();
    return isUntyped && usual.isPresent() ? Media.of(url, usual) : media;
  }

  private static JsonObject file(JsonObject file) {
    JsonSlice where =
        file.slice("file_data").or(() -> file.slice("file_id")).orElse(JsonSlice.of(""));
    return Media.of(where, file.text("format"));
  }

  private static JsonObject sound(JsonObject sound) {
    return Media.data(
        "audio/" + sound.text("format").orElse("wav"),
        DataUrl.base64(sound.slice("data").orElse(JsonSlice.of("")))
            .orElseThrow(() ->
                new UnsupportedException(
                    "messages",
                    "gemini does not take 'messages' with a sound that it would have to fetch; give"
                        + " its content as base64")));
  }
}
