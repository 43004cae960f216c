package dev.mainstay.transport;

import dev.mainstay.transport.Headers.Field;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What to send.
 *
 * @param method the method, in capitals
 * @param uri where to; {@code http} or {@code https}
 * @param headers headers; {@code Host}, {@code Content-Length} and the connection's own are the
 *     transport's business, and {@code Accept-Encoding} is left out: no coding is asked for
 * @param body the body, empty for none; not copied, and not to be changed
 * @param connectTimeout how long connecting (TCP and TLS, a tunnel included) may take, above zero
 * @param proxy what to go through; where nothing is said the transport's own default
 */
public record HttpCall(
    String method,
    URI uri,
    Headers headers,
    byte[] body,
    Duration connectTimeout,
    Optional<HttpProxy> proxy) {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final String ACCEPT_ENCODING = "accept-encoding";

  /** A request. */
  public HttpCall {
    if (headers.first(ACCEPT_ENCODING).isPresent()) {
      headers =
          Headers.of(
              headers.entries().stream()
                  .filter(header -> !header.name().equalsIgnoreCase(ACCEPT_ENCODING))
                  .toList());
    }
  }

  /** A request that says nothing of a proxy. */
  public HttpCall(String method, URI uri, Headers headers, byte[] body, Duration connectTimeout) {
    this(method, uri, headers, body, connectTimeout, Optional.empty());
  }

  /** This call with other headers. */
  public HttpCall withHeaders(Headers others) {
    return new HttpCall(method, uri, others, body, connectTimeout, proxy);
  }

  /** This call through {@code proxy}; where that is nothing, as the transport does by default. */
  public HttpCall withProxy(Optional<HttpProxy> proxy) {
    return new HttpCall(method, uri, headers, body, connectTimeout, proxy);
  }

  /** The proxy that this must go through, if it is one. */
  public Optional<HttpProxy> through() {
    return proxy.filter(way -> !way.isDirect());
  }

  /**
   * Why this cannot be sent, in words that name the mistake but no header's value; empty if it can.
   * A transport fails the exchange's head with them, as {@code BadRequest}.
   */
  public Optional<String> defect() {
    if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
      return Optional.of(
          "the endpoint must begin with http:// or https://, not " + uri.getScheme());
    }
    if (Authority.of(uri).isEmpty()) {
      return Optional.of(
          "the endpoint has no host, or one with a character that no host name may contain");
    }
    if (!isToken(method)) {
      return Optional.of("this is not a method: " + method);
    }
    for (Field header : headers.entries()) {
      Optional<String> defect = defectOf(header);
      if (defect.isPresent()) {
        return defect;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> defectOf(Field header) {
    String name = header.name();
    if (!isToken(name)) {
      return Optional.of("this is not a header name: " + name);
    }
    if (isTransportsOwn(name)) {
      return Optional.of("the header " + name + " cannot be set");
    }
    int at = illegalAt(header.value());
    return at < 0
        ? Optional.empty()
        : Optional.of(
            "the header "
                + name
                + " has a character at position "
                + at
                + " that no header may hold (a line break, or not ASCII): was its value copied"
                + " whole, and nothing else?");
  }

  private static boolean isTransportsOwn(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("te");
      case 4 -> name.equalsIgnoreCase("host");
      case 6 -> name.equalsIgnoreCase("expect");
      case 7 -> name.equalsIgnoreCase("upgrade") || name.equalsIgnoreCase("trailer");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 14 -> name.equalsIgnoreCase("content-length");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      case 19 -> name.equalsIgnoreCase("proxy-authorization");
      default -> false;
    };
  }

  private static int illegalAt(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isOfToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }

  // Headers may hold keys, a body anything, a query a key.
  @Override
  public String toString() {
    String host = Authority.of(uri).map(Authority::host).orElse("");
    return method + " " + uri.getScheme() + "://" + host + uri.getPath();
  }
}
