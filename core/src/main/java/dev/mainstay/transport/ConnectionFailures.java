package dev.mainstay.transport;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.Reach;
import dev.mainstay.failure.TimeoutPhase;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What an exchange that broke is told as, whatever transport it broke in. Messages name the host,
 * the reason and, where there is one, the remedy; never a path, a query or a header.
 */
public final class ConnectionFailures {
  private ConnectionFailures() {}

  /** The failure for {@code cause}, which ended the exchange for {@code call}. */
  public static Failure of(Throwable cause, HttpCall call) {
    if (isOfThisMachine(words(cause))) {
      return exhausted(call.uri());
    }
    return ProxyFailures.of(cause, call)
        .orElseGet(() -> of(cause, call.uri(), ProxyFailures.perhaps(call)));
  }

  /** The failure for {@code cause}, which ended an exchange with {@code uri}. */
  public static Failure of(Throwable cause, URI uri) {
    return of(cause, uri, "");
  }

  private static Failure of(Throwable cause, URI uri, String whoElse) {
    String words = words(cause);
    if (isOfThisMachine(words)) {
      return exhausted(uri);
    }
    if (find(cause, ProtocolException.class).isPresent()) {
      return malformed(uri, "with something that is not HTTP: is the endpoint right?" + whoElse);
    }
    if (isGarbledChunk(words)) {
      return malformed(uri, "with a body whose chunks are garbled" + whoElse);
    }
    return failed(reason(cause, words, uri) + whoElse);
  }

  private static boolean isGarbledChunk(String words) {
    return words.contains("chunk")
        && (words.contains("invalid") || words.contains("illegal") || words.contains("too long"));
  }

  /** The failure of {@code call}, for which no connection stood within its limit. */
  public static Failure connectTimeout(HttpCall call) {
    String way = call.through().map(proxy -> " through the proxy " + proxy).orElse("");
    return new Failure.TimedOut(
        TimeoutPhase.CONNECT,
        FailureDetail.of(
            "no connection to "
                + host(call.uri())
                + way
                + " within "
                + call.connectTimeout().toMillis()
                + " ms"));
  }

  /** The failure of what came from {@code uri} and is not an answer. */
  public static Failure malformed(URI uri, String what) {
    return new Failure.MalformedAnswer(FailureDetail.of(host(uri) + " answered " + what));
  }

  /**
   * The failure of every exchange whose transport was closed: final, since every other deployment
   * is asked over that transport as well, and nobody's fault.
   */
  public static Failure transportClosed() {
    return new Failure.ConnectionFailed(
        FailureDetail.of("the transport was closed")
            .withRetry(false)
            .withReach(Reach.NOWHERE)
            .withCooldown(Cooldown.NONE));
  }

  // EMFILE, ENFILE and ENOBUFS in the system's own words, which Java passes on.
  private static boolean isOfThisMachine(String words) {
    return words.contains("too many open files") || words.contains("no buffer space available");
  }

  private static Failure exhausted(URI uri) {
    String message =
        "no connection to "
            + host(uri)
            + ": this machine, not the provider, has run out of file descriptors or socket buffers;"
            + " raise the limit (ulimit -n)";
    return new Failure.ConnectionFailed(FailureDetail.of(message).withCooldown(Cooldown.NONE));
  }

  static boolean isUnknownHost(Throwable cause) {
    return find(cause, UnknownHostException.class).isPresent()
        || find(cause, UnresolvedAddressException.class).isPresent();
  }

  private static Failure failed(String message) {
    return new Failure.ConnectionFailed(FailureDetail.of(message));
  }

  private static String reason(Throwable cause, String words, URI uri) {
    String host = host(uri);
    if (isUnknownHost(cause)) {
      return "the host "
          + Authority.of(uri).map(Authority::host).orElse("")
          + " is unknown: is the endpoint spelled right?";
    }
    Optional<SSLException> tls = find(cause, SSLException.class);
    if (tls.isPresent()) {
      return tlsReason(tls.get(), host, uri);
    }
    if (words.contains("reset") || words.contains("broken pipe")) {
      return host + " reset the connection";
    }
    if (isRefused(cause, words)) {
      return host + " refused the connection: is the endpoint right, and is a server there?";
    }
    if (find(cause, SocketException.class).isPresent()) {
      return "no connection to " + host + ": " + detail(cause, uri);
    }
    if (isClosed(cause, words)) {
      return host + " closed the connection before its answer was whole";
    }
    return "the connection to " + host + " failed: " + detail(cause, uri);
  }

  private static boolean isClosed(Throwable cause, String words) {
    return find(cause, EOFException.class).isPresent()
        || find(cause, ClosedChannelException.class).isPresent()
        || words.contains("received no bytes");
  }

  // Before Java 22 java.net.http refuses without a word.
  static boolean isRefused(Throwable cause, String words) {
    return words.contains("refused")
        || find(cause, ConnectException.class).filter(e -> e.getMessage() == null).isPresent();
  }

  private static String tlsReason(SSLException tls, String host, URI uri) {
    String words = words(tls);
    if (words.contains("subject alternative") || words.contains("no name matching")) {
      return "the certificate of " + host + " is another host's: " + detail(tls, uri);
    }
    if (find(tls, CertificateException.class).isPresent() || words.contains("certification path")) {
      return "the certificate of "
          + host
          + " is not trusted: where a proxy looks into TLS, add its authority to the trust store"
          + " (-Djavax.net.ssl.trustStore)";
    }
    if (words.contains("unrecognized ssl message") || words.contains("not an ssl/tls record")) {
      return host + " does not speak TLS: should the endpoint begin with http://?";
    }
    return "TLS with " + host + " failed: " + detail(tls, uri);
  }

  static String words(Throwable cause) {
    StringBuilder words = new StringBuilder();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      words.append(at.getMessage()).append('\n');
    }
    return words.toString().toLowerCase(Locale.ROOT);
  }

  // A query may hold a key.
  static String detail(Throwable cause, URI uri) {
    String message = cause.getMessage();
    if (message == null || (uri.getRawQuery() != null && message.contains(uri.getRawQuery()))) {
      return cause.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse("");
  }

  static <T extends Throwable> Optional<T> find(Throwable cause, Class<T> type) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }

  static String host(URI uri) {
    Authority authority = Authority.of(uri).orElse(new Authority("", -1));
    int standard = "https".equals(uri.getScheme()) ? 443 : 80;
    return authority.host() + ":" + (authority.port() >= 0 ? authority.port() : standard);
  }
}
