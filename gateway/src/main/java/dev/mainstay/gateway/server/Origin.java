package dev.mainstay.gateway.server;

import dev.mainstay.transport.Authority;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpProxy;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where connections go, and through which proxy: those with the same origin are interchangeable.
 */
record Origin(boolean isTls, String host, int port, Optional<HttpProxy> proxy) {
  static Origin of(HttpCall call) {
    URI uri = call.uri();
    boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
    Authority named =
        Authority.of(uri)
            .orElseThrow(() -> new IllegalArgumentException("the endpoint names no host"));
    int port = named.port() >= 0 ? named.port() : defaultPort(isTls);
    return new Origin(isTls, named.host().toLowerCase(Locale.ROOT), port, call.through());
  }

  // Asked for each call: written out, since what the compiler makes of a record is slow at first.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin that
        && isTls == that.isTls
        && port == that.port
        && host.equals(that.host)
        && proxy.equals(that.proxy);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  /** As in a {@code Host} header. */
  String authority() {
    return port == defaultPort(isTls) ? host : host + ":" + port;
  }

  /** The host as name services know it: without the brackets of an IPv6 address. */
  String bareHost() {
    return bare(host);
  }

  /** Whose address is connected to: the proxy's, if there is one. */
  String nextHost() {
    return proxy.map(next -> bare(next.host())).orElseGet(this::bareHost);
  }

  int nextPort() {
    return proxy.map(HttpProxy::port).orElse(port);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int defaultPort(boolean isTls) {
    return isTls ? 443 : 80;
  }
}
