package dev.mainstay.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses that are typed, to which paths are added. */
final class HttpAddress {
  private HttpAddress() {}

  /** {@code url}, where it is of HTTP or HTTPS, names a host, and has no query. */
  static Optional<URI> of(String url) {
    try {
      URI uri = new URI(url);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return Optional.of(uri)
          .filter(address -> isHttp && address.getHost() != null && address.getQuery() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
