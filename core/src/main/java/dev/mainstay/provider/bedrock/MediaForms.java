package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the pictures, files, films and sounds of one conversation. */
final class MediaForms {
  private static final String S3 = "s3://";
  private static final String BYTES = "bytes";
  private static final int LONGEST_NAME = 190;
  private static final int SECOND = 2;

  private final Set<String> names = new HashSet<>();
  // By a name that was wanted more than once, the number to try next: counting from the first each
  // time would take a file of files for ever.
  private final Map<String, Integer> next = new HashMap<>();

  /**
   * The block of a {@code data:} URL or of an {@code s3://} one. Nothing is fetched: a caller could
   * have us ask addresses that are not theirs to ask.
   *
   * @param part the type of the caller's part, for messages
   */
  JsonObject ofUrl(JsonSlice url, String part, Optional<String> fileName) {
    Optional<DataUrl> data = DataUrl.of(url);
    return data.isPresent()
        ? ofData(data.get(), part, fileName)
        : elsewhere(url.toString(), part, fileName);
  }

  private JsonObject elsewhere(String url, String part, Optional<String> fileName) {
    if (url.startsWith(S3)) {
      Media media = Media.ofName(url).orElseThrow(() -> unknown(part, url));
      JsonObject uri = JsonObject.of("uri", new JsonString(url));
      return block(media, JsonObject.of("s3Location", uri), fileName);
    }
    throw notFetched(part);
  }

  private JsonObject ofData(DataUrl data, String part, Optional<String> fileName) {
    Media media = Media.ofType(data.mediaType()).orElseThrow(() -> unknown(part, data.mediaType()));
    return block(media, bytes(data.data()), fileName);
  }

  /** The block of a sound in base64. */
  JsonObject sound(JsonObject audio) {
    JsonSlice bytes =
        DataUrl.base64(audio.slice("data").orElse(JsonSlice.of("")))
            .orElseThrow(() -> notFetched("input_audio"));
    JsonObject sound =
        JsonObject.builder()
            .put("format", audio.text("format").orElse("wav"))
            .put("source", bytes(bytes))
            .build();
    return JsonObject.of("audio", sound);
  }

  private static JsonObject bytes(JsonSlice base64) {
    return JsonObject.builder().put(BYTES, base64).build();
  }

  private JsonObject block(Media media, JsonObject source, Optional<String> fileName) {
    JsonObjectBuilder block = JsonObject.builder().put("format", media.format());
    if (media.kind().equals(Media.DOCUMENT)) {
      block.put("name", name(fileName.orElse(Media.DOCUMENT)));
    }
    return JsonObject.of(media.kind(), block.put("source", source).build());
  }

  // Letters, digits, single spaces, hyphens, brackets; and each once.
  private String name(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    String plain = stem.replaceAll("[^a-zA-Z0-9 ()\\[\\]-]", "-").replaceAll(" {2,}", " ").strip();
    String bounded = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    String first = bounded.isEmpty() ? Media.DOCUMENT : bounded;
    String name = first;
    while (!names.add(name)) {
      name = first + " (" + next.merge(first, SECOND, (last, second) -> last + 1) + ")";
    }
    return name;
  }

  private static UnsupportedException notFetched(String part) {
    return new UnsupportedException(
        "messages",
        "bedrock does not take 'messages' whose "
            + part
            + " part points elsewhere, which neither Bedrock nor Mainstay fetches; give its content"
            + " as data:image/png;base64,… (or application/pdf and so on), or where it is in S3 as"
            + " s3://bucket/key");
  }

  private static UnsupportedException unknown(String part, String what) {
    String shown = what.length() > 80 ? what.substring(0, 80) + "…" : what;
    return UnsupportedException.quoting(
        "messages",
        "bedrock does not take 'messages' whose "
            + part
            + " part has the format "
            + shown
            + "; it takes png, jpeg, gif, webp, pdf, csv, doc, docx, xls, xlsx, html, txt, md and"
            + " films");
  }
}
