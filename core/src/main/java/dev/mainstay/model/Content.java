package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/** One part of a message. */
public sealed interface Content {

  /** Text. */
  record Text(String text) implements Content {}

  /**
   * A picture.
   *
   * @param url where it is, or a {@code data:} URL that holds it, not copied: it may be large
   */
  record Image(JsonSlice url) implements Content {}

  /** Any other part, as it is on the wire: sound, files, what comes next year. */
  record Other(JsonObject json) implements Content {}

  /** A text part. */
  static Content text(String text) {
    Objects.requireNonNull(text, "text");
    return new Text(text);
  }

  /** A picture at {@code url}. */
  static Content image(String url) {
    Objects.requireNonNull(url, "url");
    return new Image(JsonSlice.of(url));
  }

  /** A picture in {@code bytes}, of a media type such as {@code image/png}. */
  static Content image(String mediaType, byte[] bytes) {
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(bytes, "bytes");
    return new Image(data(mediaType, bytes));
  }

  /**
   * A document in {@code bytes}.
   *
   * @param name the file's name, as in {@code report.pdf}, which the model may see
   * @param mediaType as in {@code application/pdf}, which is what most providers take
   */
  static Content file(String name, String mediaType, byte[] bytes) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(bytes, "bytes");
    JsonObject file =
        JsonObject.builder().put("filename", name).put("file_data", data(mediaType, bytes)).build();
    return new Other(JsonObject.builder().put("type", "file").put("file", file).build());
  }

  /** A PDF document in {@code bytes}, by the name {@code name}. */
  static Content pdf(String name, byte[] bytes) {
    return file(name, "application/pdf", bytes);
  }

  /** Sound in {@code bytes}, of a format such as {@code wav} or {@code mp3}. */
  static Content audio(String format, byte[] bytes) {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(bytes, "bytes");
    JsonObject audio =
        JsonObject.builder().put("data", base64(bytes)).put("format", format).build();
    return new Other(
        JsonObject.builder().put("type", "input_audio").put("input_audio", audio).build());
  }

  private static JsonSlice data(String mediaType, byte[] bytes) {
    return base64(bytes).behind("data:" + mediaType + ";base64,");
  }

  private static JsonSlice base64(byte[] bytes) {
    return JsonSlice.ofAscii(Base64.getEncoder().encode(bytes));
  }

  /** The part as it is on the wire. */
  default JsonObject toJson() {
    return switch (this) {
      case Text(String text) -> JsonObject.builder().put("type", "text").put("text", text).build();
      case Image(JsonSlice url) ->
          JsonObject.builder()
              .put("type", "image_url")
              .put("image_url", JsonObject.builder().put("url", url).build())
              .build();
      case Other(JsonObject json) -> json;
    };
  }

  /**
   * The part that {@code json} is. A picture with fields beside its URL is kept as {@link Other}.
   */
  static Content of(JsonValue json) {
    Objects.requireNonNull(json, "json");
    if (json instanceof JsonString(String text)) {
      return new Text(text);
    }
    JsonObject part = json instanceof JsonObject object ? object : JsonObject.of("value", json);
    return known(part).orElseGet(() -> new Other(part));
  }

  // Nothing where there is more to it: a picture is not copied to be compared.
  private static Optional<Content> known(JsonObject part) {
    if (part.size() > 2) {
      return Optional.empty();
    }
    return switch (part.text("type").orElse("")) {
      case "text" -> part.text("text").map(Text::new);
      case "image_url" ->
          part.object("image_url")
              .filter(image -> image.size() == 1)
              .flatMap(image -> image.slice("url"))
              .map(Image::new);
      default -> Optional.empty();
    };
  }
}
