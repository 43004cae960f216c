package dev.mainstay.provider;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An address as it may be told: some proxies take their key in its query, or before its host. */
final class ToldAddress {
  private ToldAddress() {}

  /** {@code address} without what may be a key. */
  static String of(URI address) {
    return in(address.toString(), address);
  }

  /** {@code text}, which holds {@code address}, without what may be a key in that. */
  static String in(String text, URI address) {
    return without(userInfo(address), without(address.getRawQuery(), text));
  }

  // A URI tells none before a host that is not one of DNS's, such as a container's with '_'.
  private static @Nullable String userInfo(URI address) {
    String authority = address.getRawAuthority();
    return authority == null
        ? null
        : authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
  }

  private static String without(@Nullable String part, String text) {
    return Optional.ofNullable(part)
        .filter(secret -> !secret.isEmpty())
        .map(secret -> text.replace(secret, KeyScrubber.MASK))
        .orElse(text);
  }
}
