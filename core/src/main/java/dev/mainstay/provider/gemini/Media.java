package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes pictures, sound and files as parts: their data, or where they are. */
final class Media {
  // https://ai.google.dev/gemini-api/docs/file-input-methods
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heif"),
          Map.entry("gif", "image/gif"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("html", "text/html"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mov", "video/mov"),
          Map.entry("webm", "video/webm"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("mp3", "audio/mp3"),
          Map.entry("wav", "audio/wav"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("flac", "audio/flac"),
          Map.entry("aac", "audio/aac"));

  private Media() {}

  /**
   * The part that {@code url} is.
   *
   * @param url a {@code data:} URL in base64, or where it is
   * @param type its media type, where that is told
   */
  static JsonObject of(JsonSlice url, Optional<String> type) {
    return DataUrl.of(url)
        .map(data -> data(type.orElse(data.mediaType()), data.data()))
        .orElseGet(() -> elsewhere(url.toString(), type));
  }

  // https://ai.google.dev/gemini-api/docs/file-input-methods: by its URI, never by another's id.
  private static JsonObject elsewhere(String url, Optional<String> type) {
    boolean isUri = url.contains("://") || url.startsWith("files/");
    if (!isUri) {
      throw new UnsupportedException(
          "messages",
          "gemini does not take 'messages' with a file that is neither given nor at a URI; give its"
              + " content as data:application/pdf;base64,…, or a URI such as gs://bucket/key or"
              + " that of a file at Google");
    }
    return JsonObject.of("fileData", file(url, type.or(() -> typeOf(url))));
  }

  /** The part that is {@code base64}, of the type {@code type}. */
  static JsonObject data(String type, JsonSlice base64) {
    return JsonObject.of(
        "inlineData", JsonObject.builder().put("mimeType", type).put("data", base64).build());
  }

  private static JsonObject file(String url, Optional<String> type) {
    JsonObjectBuilder file = JsonObject.builder();
    type.ifPresent(known -> file.put("mimeType", known));
    return file.put("fileUri", url).build();
  }

  private static Optional<String> typeOf(String url) {
    String path = url.replaceAll("[?#].*", "");
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(TYPES.get(extension));
  }
}
