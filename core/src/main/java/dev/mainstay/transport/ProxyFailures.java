package dev.mainstay.transport;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.net.ConnectException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an exchange is told as that did not get beyond its proxy: the proxy's failure, not the
 * vendor's, and never one of the vendor's key. Messages name the proxy without its password.
 */
public final class ProxyFailures {
  /** The status with which a proxy asks for a user name and a password; no vendor gives it. */
  public static final int AUTHENTICATION = 407;

  private static final int FORBIDDEN = 403;
  // As Netty calls what is not HTTP.
  private static final int NO_STATUS = 999;
  // In Java's words and in Netty's.
  private static final Pattern NO_TUNNEL =
      Pattern.compile("(?:tunnel failed, got|=> [^,]{0,300}, status): (\\d{3})");

  private ProxyFailures() {}

  /** The failure for {@code cause}, which ended the exchange for {@code call}, if it is one. */
  static Optional<Failure> of(Throwable cause, HttpCall call) {
    Matcher status = NO_TUNNEL.matcher(ConnectionFailures.words(cause));
    if (status.find()) {
      return Optional.of(answered(call, Integer.parseInt(status.group(1))));
    }
    return call.through()
        .flatMap(proxy -> unreached(proxy, cause, call))
        .map(FailureDetail::of)
        .map(Failure.ConnectionFailed::new);
  }

  /** That the proxy may have done what befell {@code call} inside its tunnel; empty without one. */
  static String perhaps(HttpCall call) {
    return call.through()
        .map(proxy -> " (it is reached through the proxy " + proxy + ", whose doing it may be)")
        .orElse("");
  }

  private static Optional<String> unreached(HttpProxy proxy, Throwable cause, HttpCall call) {
    if (ConnectionFailures.isUnknownHost(cause)) {
      return Optional.of("the host of the proxy " + proxy + " is unknown: is it spelled right?");
    }
    if (ConnectionFailures.isRefused(cause, ConnectionFailures.words(cause))) {
      return Optional.of(
          "the proxy " + proxy + " refused the connection: is it the right one, and is it there?");
    }
    if (ConnectionFailures.words(cause).contains(", disconnected")) {
      return Optional.of(
          "the proxy "
              + proxy
              + " closed the connection before it had opened a tunnel to "
              + ConnectionFailures.host(call.uri()));
    }
    return ConnectionFailures.find(cause, ConnectException.class)
        .map(e -> "no connection to the proxy " + proxy + ": " + e.getMessage());
  }

  /**
   * The failure of {@code call} whose proxy answered with {@code status} where it should have
   * opened a tunnel, or passed the request on.
   */
  public static Failure answered(HttpCall call, int status) {
    String proxy = call.through().map(way -> "the proxy " + way).orElse("the proxy");
    if (status == AUTHENTICATION) {
      return failed(proxy + wantsToKnowWhoAsks(call), false);
    }
    return failed(
        proxy
            + " opened no tunnel to "
            + ConnectionFailures.host(call.uri())
            + ": it answered "
            + (status == NO_STATUS ? "something that is not HTTP" : status),
        status != FORBIDDEN);
  }

  private static String wantsToKnowWhoAsks(HttpCall call) {
    return call.through().flatMap(HttpProxy::authorization).isEmpty()
        ? " asks for a user name and a password (407): write user:password@ before the host in its"
            + " address"
        : " does not take the user name and the password that are set for it (407): are they right?"
            + " Java's own client shows them only if started with"
            + " -Djdk.http.auth.tunneling.disabledSchemes= where it was used before they were set";
  }

  private static Failure failed(String message, boolean isRetryable) {
    return new Failure.ConnectionFailed(FailureDetail.of(message).withRetry(isRetryable));
  }
}
