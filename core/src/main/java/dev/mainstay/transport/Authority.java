package dev.mainstay.transport;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host and port that a URL names. {@link URI#getHost} knows only hosts as DNS has them;
 * container networks also make names with {@code _}, which this reads.
 *
 * @param host the host; an IPv6 address is in brackets
 * @param port the port, or -1 where the URL names none
 */
public record Authority(String host, int port) {
  private static final Pattern LENIENT = Pattern.compile("([A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

  /** The one of {@code uri}; nothing where it names no host, or one that no host can be called. */
  public static Optional<Authority> of(URI uri) {
    if (uri.getHost() != null) {
      return Optional.of(new Authority(uri.getHost(), uri.getPort()));
    }
    String text = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    Matcher lenient = LENIENT.matcher(text);
    if (!lenient.matches()) {
      return Optional.empty();
    }
    int port = lenient.group(2) == null ? -1 : Integer.parseInt(lenient.group(2));
    return Optional.of(new Authority(lenient.group(1), port));
  }
}
