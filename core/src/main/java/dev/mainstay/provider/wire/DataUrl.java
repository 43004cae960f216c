package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonSlice;
import java.util.Optional;

/**
 * A {@code data:} URL in base64, as callers give pictures and files.
 *
 * @param mediaType its type, as in {@code image/png}
 * @param data its content in base64, on one line
 */
public record DataUrl(String mediaType, JsonSlice data) {
  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";

  /**
   * What {@code part} points to by its {@code name}, in an object that has a {@code url} or as a
   * text; empty where it does not.
   */
  public static JsonSlice at(JsonObject part, String name) {
    return part.object(name)
        .flatMap(link -> link.slice("url"))
        .or(() -> part.slice(name))
        .orElse(JsonSlice.of(""));
  }

  /** The one that {@code url} is, if it is one in base64 that tells its type. */
  public static Optional<DataUrl> of(JsonSlice url) {
    String head = head(url);
    if (!head.endsWith(BASE64) || head.startsWith(SCHEME + ";")) {
      return Optional.empty();
    }
    return Optional.of(
        new DataUrl(
            head.substring(SCHEME.length(), head.indexOf(';')),
            Base64Text.onOneLine(url.from(head.length() + 1))));
  }

  // What stands before the comma of a data: URL; nothing where it is none.
  private static String head(CharSequence url) {
    if (!startsWith(url, SCHEME)) {
      return "";
    }
    int comma = SCHEME.length();
    while (comma < url.length() && url.charAt(comma) != ',') {
      comma++;
    }
    return comma == url.length() ? "" : url.subSequence(0, comma).toString();
  }

  private static boolean startsWith(CharSequence text, String start) {
    return text.length() >= start.length()
        && start.contentEquals(text.subSequence(0, start.length()));
  }

  /** The base64 that {@code data} is, by itself or in a {@code data:} URL. */
  public static Optional<JsonSlice> base64(JsonSlice data) {
    String head = head(data);
    if (!head.isEmpty() && !head.endsWith(BASE64)) {
      return Optional.empty();
    }
    int from = head.isEmpty() ? 0 : head.length() + 1;
    return Optional.of(data)
        .filter(text -> Base64Text.isWhole(text, from))
        .map(text -> Base64Text.onOneLine(text.from(from)));
  }

  /** Whether {@code url} is a {@code data:} URL that nobody can read. */
  static boolean isBroken(CharSequence url) {
    if (!isOne(url)) {
      return false;
    }
    String head = head(url);
    return head.isEmpty() || (head.endsWith(BASE64) && !Base64Text.isWhole(url, head.length() + 1));
  }

  /** Whether {@code url} is a {@code data:} URL, whole or not. */
  static boolean isOne(CharSequence url) {
    return startsWith(url, SCHEME);
  }

  /** Whether {@code url} is one of the web's. */
  public static boolean isWeb(CharSequence url) {
    return startsWith(url, "https://") || startsWith(url, "http://");
  }
}
