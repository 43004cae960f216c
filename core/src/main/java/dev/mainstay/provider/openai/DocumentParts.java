package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.provider.wire.ObjectList;
import java.util.Optional;

/**
 * Files and sounds as Mistral takes them: a document by its address, which may be a data URL, a
 * file that it has by its id, a sound as one text.
 * https://docs.mistral.ai/capabilities/document_ai/document_qna,
 * https://docs.mistral.ai/capabilities/audio
 */
final class DocumentParts {
  private static final String TYPE = "type";
  private static final String FILE = "file";
  private static final String FILE_ID = "file_id";
  private static final String AUDIO = "input_audio";

  private DocumentParts() {}

  /** {@code request} with such parts; the very same where it has none. */
  static JsonObject write(JsonObject request) {
    return ObjectList.changed(
        request,
        "messages",
        message -> ObjectList.changed(message, "content", DocumentParts::part));
  }

  private static JsonObject part(JsonObject part) {
    return switch (part.text(TYPE).orElse("")) {
      case FILE -> part.object(FILE).flatMap(DocumentParts::file).orElse(part);
      case AUDIO ->
          part.object(AUDIO)
              .flatMap(audio -> audio.slice("data"))
              .map(data -> JsonObject.builder().put(TYPE, AUDIO).put(AUDIO, data).build())
              .orElse(part);
      default -> part;
    };
  }

  private static Optional<JsonObject> file(JsonObject file) {
    Optional<JsonObject> known =
        file.text(FILE_ID).map(id -> JsonObject.builder().put(TYPE, FILE).put(FILE_ID, id).build());
    return known.or(() -> file.slice("file_data").map(data -> document(data, file)));
  }

  private static JsonObject document(JsonSlice data, JsonObject file) {
    JsonObjectBuilder document =
        JsonObject.builder().put(TYPE, "document_url").put("document_url", data);
    file.text("filename").ifPresent(name -> document.put("document_name", name));
    return document.build();
  }
}
