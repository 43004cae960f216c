package dev.mainstay.provider.wire;

import java.util.Optional;

/**
 * A {@code data:} URL in base64, as callers give pictures and files.
 *
 * @param mediaType its type, as in {@code image/png}
 * @param data its content in base64, on one line
 */
public record DataUrl(String mediaType, String data) {
  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";

  /** The one that {@code url} is, if it is one in base64 that tells its type. */
  public static Optional<DataUrl> of(String url) {
    int comma = url.indexOf(',');
    if (!url.startsWith(SCHEME) || comma < 0) {
      return Optional.empty();
    }
    String head = url.substring(SCHEME.length(), comma);
    if (!head.endsWith(BASE64) || head.startsWith(";")) {
      return Optional.empty();
    }
    return Optional.of(
        new DataUrl(
            head.substring(0, head.indexOf(';')), Base64Text.onOneLine(url.substring(comma + 1))));
  }

  /** The base64 that {@code data} is, by itself or in a {@code data:} URL. */
  public static Optional<String> base64(String data) {
    int comma = data.indexOf(',');
    boolean isUrl = data.startsWith(SCHEME) && comma > 0;
    if (isUrl && !data.substring(0, comma).endsWith(BASE64)) {
      return Optional.empty();
    }
    int from = isUrl ? comma + 1 : 0;
    return Optional.of(data)
        .filter(text -> Base64Text.isWhole(text, from))
        .map(text -> Base64Text.onOneLine(text.substring(from)));
  }

  /** Whether {@code url} is a {@code data:} URL that nobody can read. */
  static boolean isBroken(String url) {
    if (!url.startsWith(SCHEME)) {
      return false;
    }
    int comma = url.indexOf(',');
    return comma < 0
        || (url.substring(0, comma).endsWith(BASE64) && !Base64Text.isWhole(url, comma + 1));
  }

  /** Whether {@code url} is one of the web's. */
  public static boolean isWeb(String url) {
    return url.startsWith("https://") || url.startsWith("http://");
  }
}
