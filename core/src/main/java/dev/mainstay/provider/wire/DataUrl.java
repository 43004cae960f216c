package dev.mainstay.provider.wire;

import java.util.Optional;

/**
 * A {@code data:} URL in base64, as callers give pictures and files.
 *
 * @param mediaType its type, as in {@code image/png}
 * @param data its content in base64
 */
public record DataUrl(String mediaType, String data) {
  private static final String SCHEME = "data:";

  /** The one that {@code url} is, if it is one in base64. */
  public static Optional<DataUrl> of(String url) {
    int comma = url.indexOf(',');
    if (!url.startsWith(SCHEME) || comma < 0) {
      return Optional.empty();
    }
    String head = url.substring(SCHEME.length(), comma);
    if (!head.endsWith(";base64")) {
      return Optional.empty();
    }
    return Optional.of(new DataUrl(head.substring(0, head.indexOf(';')), url.substring(comma + 1)));
  }
}
