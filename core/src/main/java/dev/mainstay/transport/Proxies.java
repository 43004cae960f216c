package dev.mainstay.transport;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which requests go through which proxy.
 *
 * @param https the proxy for {@code https}; nothing where the transport is to decide
 * @param http the proxy for {@code http}; nothing where the transport is to decide
 * @param direct what goes through neither: hosts, {@code .example.com} or {@code example.com} for a
 *     domain with its subdomains, addresses, blocks of them as {@code 10.0.0.0/8}, each with {@code
 *     :port} for one port alone, and {@code *} for everything
 */
public record Proxies(Optional<HttpProxy> https, Optional<HttpProxy> http, List<String> direct) {
  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.0/8", "[::1]");
  private static final Proxies UNSAID = new Proxies(Optional.empty(), Optional.empty(), List.of());

  /** Proxies; copies the list. */
  public Proxies {
    Objects.requireNonNull(https, "https");
    Objects.requireNonNull(http, "http");
    Objects.requireNonNull(direct, "direct");
    direct.forEach(host -> Objects.requireNonNull(host, "host"));
    direct = List.copyOf(direct);
  }

  /** Nothing is said of proxies. */
  public static Proxies unsaid() {
    return UNSAID;
  }

  /** {@code proxy} for everything. */
  public static Proxies always(HttpProxy proxy) {
    Objects.requireNonNull(proxy, "proxy");
    return new Proxies(Optional.of(proxy), Optional.of(proxy), List.of());
  }

  /**
   * Those that {@code environment} names as command lines do: {@code HTTPS_PROXY}, {@code
   * HTTP_PROXY} and {@code NO_PROXY}, in small letters first. This machine is reached without one.
   *
   * @throws IllegalArgumentException if one of them is not an HTTP proxy's address
   */
  public static Proxies of(Map<String, String> environment) {
    Objects.requireNonNull(environment, "environment");
    List<String> direct = new ArrayList<>(THIS_MACHINE);
    variable("NO_PROXY", environment)
        .ifPresent(list ->
            Arrays.stream(list.split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .forEach(direct::add));
    return new Proxies(proxy("HTTPS_PROXY", environment), proxy("HTTP_PROXY", environment), direct);
  }

  private static Optional<HttpProxy> proxy(String name, Map<String, String> environment) {
    try {
      return variable(name, environment).map(HttpProxy::of);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static Optional<String> variable(String name, Map<String, String> environment) {
    return Optional.ofNullable(
            environment.getOrDefault(name.toLowerCase(Locale.ROOT), environment.get(name)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** The proxy to {@code uri}; nothing where the transport is to decide. */
  public Optional<HttpProxy> to(URI uri) {
    Objects.requireNonNull(uri, "uri");
    Optional<HttpProxy> proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
    return proxy.map(through -> isDirect(uri) ? HttpProxy.DIRECT : through);
  }

  /** Whether one of them wants a password. */
  public boolean hasPassword() {
    return https.flatMap(HttpProxy::authorization).isPresent()
        || http.flatMap(HttpProxy::authorization).isPresent();
  }

  private boolean isDirect(URI uri) {
    return Authority.of(uri)
        .filter(to -> direct.stream().anyMatch(entry -> new DirectHosts(entry).has(to, uri)))
        .isPresent();
  }
}
