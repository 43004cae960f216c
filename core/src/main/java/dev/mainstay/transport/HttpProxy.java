package dev.mainstay.transport;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy between us and a vendor: requests to {@code https} go through a tunnel that it
 * opens, those to {@code http} are handed to it. It prints without its password.
 *
 * @param host its host; an IPv6 address is in brackets
 * @param port its port
 * @param authorization what it is shown in {@code Proxy-Authorization}, if anything
 */
public record HttpProxy(String host, int port, Optional<String> authorization) {
  /** Null is refused. */
  public HttpProxy {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(authorization, "authorization");
  }

  /** No proxy, whatever the platform's own settings say. */
  public static final HttpProxy DIRECT = new HttpProxy("", 0, Optional.empty());

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?i:http)://)?(?:([^/?#]*)@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?/?");
  // As in a password that nobody has escaped.
  private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final int STANDARD_PORT = 80;
  private static final int HIGHEST_PORT = 65_535;
  private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  /**
   * The proxy at {@code url}, {@code http://host:port} or {@code http://user:password@host:port};
   * {@code http://} may be left out, and the port, which is 80 then. What a URL cannot hold of user
   * and password is written with percent signs; one that begins no such escape stands for itself.
   *
   * @throws IllegalArgumentException if it is not such a URL; the message does not show it, since
   *     it may hold a password
   */
  public static HttpProxy of(String url) {
    Objects.requireNonNull(url, "url");
    Matcher parts = FORM.matcher(url.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          (url.contains("://") && !url.strip().regionMatches(true, 0, "http://", 0, 7)
                  ? "it is not an HTTP proxy's address (https:// and socks:// to a proxy are not"
                      + " supported)"
                  : "it is not a proxy's address")
              + "; write http://host:port, with user:password@ before the host if it asks for them");
    }
    int port = parts.group(3) == null ? STANDARD_PORT : Integer.parseInt(parts.group(3));
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("its port is " + port + "; use 1 to " + HIGHEST_PORT);
    }
    return new HttpProxy(
        parts.group(2), port, Optional.ofNullable(parts.group(1)).map(HttpProxy::basic));
  }

  // RFC 7617.
  private static String basic(String userInfo) {
    String escaped = NO_ESCAPE.matcher(userInfo.replace("+", "%2B")).replaceAll("%25");
    String plain = URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    String pair = plain.contains(":") ? plain : plain + ":";
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Has Java's own client show passwords to proxies that open tunnels, which it does not by
   * default, unless the JVM was told otherwise by {@code
   * -Djdk.http.auth.tunneling.disabledSchemes}. Without effect where such a client was used before.
   */
  public static void allowPasswordsInTunnels() {
    if (System.getProperty(TUNNEL_SCHEMES) == null) {
      System.setProperty(TUNNEL_SCHEMES, "");
    }
  }

  /** Whether this is {@link #DIRECT}. */
  public boolean isDirect() {
    return equals(DIRECT);
  }

  /** Its host and port. */
  @Override
  public String toString() {
    return isDirect() ? "no proxy" : host + ":" + port;
  }
}
