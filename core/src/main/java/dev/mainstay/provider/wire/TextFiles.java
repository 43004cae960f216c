package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Files that are texts, as texts, for providers that take no files, or none but PDFs. Callers of
 * the Messages API give them as documents, and {@link SearchResults} beside them.
 */
public final class TextFiles {
  private static final String TEXT = "text";
  private static final String FILE = "file";

  private TextFiles() {}

  /** {@code request} with them as texts; the very same where it has none. */
  public static JsonObject write(JsonObject request) {
    return ObjectList.changed(
        request, "messages", message -> ObjectList.changed(message, "content", TextFiles::part));
  }

  /** The same of a whole request. */
  @SuppressWarnings("ReferenceEquality")
  public static ChatRequest write(ChatRequest request) {
    JsonObject written = write(request.json());
    return written == request.json() ? request : new ChatRequest(written, request.original());
  }

  private static JsonObject part(JsonObject part) {
    if (part.text("type").filter(FILE::equals).isEmpty()) {
      return SearchResults.part(part);
    }
    JsonObject file = part.object(FILE).orElse(JsonObject.empty());
    return said(file)
        .map(text ->
            part.without(Set.of(FILE))
                .with("type", new JsonString(TEXT))
                .with(TEXT, new JsonString(text)))
        .orElse(part);
  }

  private static Optional<String> said(JsonObject file) {
    String title = file.text("filename").map(name -> name + ":\n\n").orElse("");
    return file.slice("file_data")
        .flatMap(DataUrl::of)
        .filter(data -> data.mediaType().startsWith("text/"))
        .flatMap(TextFiles::decoded)
        .map(text -> title + text);
  }

  private static Optional<String> decoded(DataUrl data) {
    try {
      byte[] bytes = Base64.getDecoder().decode(data.data().toString());
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
