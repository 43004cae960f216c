package dev.mainstay.gateway.server;

import dev.mainstay.http.Authority;
import java.net.URI;
import java.util.Locale;

/** Where connections go: those to the same origin are interchangeable. */
record Origin(boolean isTls, String host, int port) {
  static Origin of(URI uri) {
    boolean isTls = "https".equalsIgnoreCase(uri.getScheme());
    Authority named =
        Authority.of(uri)
            .orElseThrow(() -> new IllegalArgumentException("the endpoint names no host"));
    int port = named.port() >= 0 ? named.port() : defaultPort(isTls);
    return new Origin(isTls, named.host().toLowerCase(Locale.ROOT), port);
  }

  /** As in a {@code Host} header. */
  String authority() {
    return port == defaultPort(isTls) ? host : host + ":" + port;
  }

  /** The host as name services know it: without the brackets of an IPv6 address. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int defaultPort(boolean isTls) {
    return isTls ? 443 : 80;
  }
}
