package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.ObjectList;

/**
 * Names for files that have their content with them: OpenAI refuses one without, as a file that
 * lacks its id, and a document of Anthropic's need not have a title.
 * https://platform.openai.com/docs/guides/pdf-files
 */
final class FileNames {
  private static final String FILE = "file";
  private static final String NAME = "filename";

  private FileNames() {}

  /** {@code request} with a name for each such file; the very same where all have one. */
  static JsonObject write(JsonObject request) {
    return ObjectList.changed(
        request, "messages", message -> ObjectList.changed(message, "content", FileNames::part));
  }

  private static JsonObject part(JsonObject part) {
    if (part.text("type").filter(FILE::equals).isEmpty()) {
      return part;
    }
    JsonObject file = part.object(FILE).orElse(JsonObject.empty());
    return file.hasValue(NAME)
        ? part
        : file.slice("file_data")
            .map(data -> part.with(FILE, file.toBuilder().put(NAME, name(data)).build()))
            .orElse(part);
  }

  private static String name(JsonSlice data) {
    return switch (DataUrl.of(data).map(DataUrl::mediaType).orElse("")) {
      case "application/pdf" -> "document.pdf";
      case "text/plain" -> "document.txt";
      default -> "document";
    };
  }
}
