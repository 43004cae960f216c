package dev.mainstay.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A model's name where an address has it in its path. Callers choose names where a group is a
 * pattern, so that a name must never lead anywhere else: it is encoded whole, its slashes included,
 * and {@code .} and {@code ..} are refused, also between slashes, since encoding does not keep
 * servers from resolving them (RFC 3986, 5.2.4 and 6.2.2).
 */
public final class PathSegment {
  private PathSegment() {}

  /** Whether {@code name} can be one. */
  public static boolean isSafe(String name) {
    return !name.isEmpty()
        && Arrays.stream(name.replace('\\', '/').split("/", -1)).noneMatch(PathSegment::isDots);
  }

  /**
   * {@code name} as one segment.
   *
   * @throws IllegalArgumentException if it is not {@linkplain #isSafe safe}
   */
  public static String of(String name) {
    if (!isSafe(name)) {
      throw new IllegalArgumentException("the model's name cannot be part of an address");
    }
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }
}
