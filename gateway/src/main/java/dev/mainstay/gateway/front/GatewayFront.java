package dev.mainstay.gateway.front;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the gateway shows its callers beside its address.
 *
 * @param corsOrigins the websites whose scripts may call it, each as browsers name it: {@code
 *     https://app.example.com}; {@code *} for all of them; none by default
 * @param tls the certificate for HTTPS; plain HTTP by default
 */
public record GatewayFront(List<String> corsOrigins, Optional<TlsFiles> tls) {
  private static final Pattern ORIGIN =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]*://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?");
  private static final Pattern STANDARD_PORT = Pattern.compile("(https://.*):443|(http://.*):80");
  private static final GatewayFront DEFAULT = new GatewayFront(List.of(), Optional.empty());

  /**
   * A front; origins are brought into the form that browsers send.
   *
   * @throws IllegalArgumentException if one of them is not an origin
   */
  public GatewayFront {
    Objects.requireNonNull(corsOrigins, "corsOrigins");
    Objects.requireNonNull(tls, "tls");
    corsOrigins.forEach(origin -> Objects.requireNonNull(origin, "origin"));
    corsOrigins = corsOrigins.stream().map(GatewayFront::normal).distinct().toList();
  }

  /** The one with every default. */
  public static GatewayFront defaults() {
    return DEFAULT;
  }

  /** This front for the scripts of other websites. */
  public GatewayFront withCorsOrigins(String... origins) {
    Objects.requireNonNull(origins, "origins");
    return new GatewayFront(Arrays.asList(origins), tls);
  }

  /** This front with HTTPS, by a certificate and its key in PEM files. */
  public GatewayFront withTls(Path certificate, Path key) {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    return new GatewayFront(corsOrigins, Optional.of(new TlsFiles(certificate, key)));
  }

  /** Whether {@code text} names a website as browsers do, or all of them. */
  public static boolean isOrigin(String text) {
    Objects.requireNonNull(text, "text");
    return text.equals("*") || text.equals("null") || ORIGIN.matcher(text).matches();
  }

  private static String normal(String origin) {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException(
          "'"
              + origin
              + "' is not an origin; write scheme, host and port alone, as in"
              + " https://app.example.com, or *");
    }
    String small = origin.toLowerCase(Locale.ROOT);
    return STANDARD_PORT.matcher(small).replaceFirst("$1$2");
  }
}
