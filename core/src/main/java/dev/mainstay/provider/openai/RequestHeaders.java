package dev.mainstay.provider.openai;

import dev.mainstay.http.Headers;
import dev.mainstay.http.Headers.Header;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The headers of a request: the dialect's own, unless the deployment sets them itself. */
final class RequestHeaders {
  private static final int SHORTEST_SECRET = 8;
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "api-key";
  private static final String USER_AGENT = userAgent();

  private RequestHeaders() {}

  static Headers of(Vendor vendor, Deployment deployment, boolean isStream) {
    List<Header> headers = new ArrayList<>();
    deployment.key().map(key -> keyHeader(vendor, key.reveal())).ifPresent(headers::add);
    headers.add(new Header("Content-Type", "application/json"));
    headers.add(new Header("Accept", isStream ? "text/event-stream" : "application/json"));
    headers.add(new Header("User-Agent", USER_AGENT));
    Headers own = deployment.headers();
    headers.removeIf(header -> own.first(header.name()).isPresent());
    headers.addAll(own.entries());
    return Headers.of(headers);
  }

  /** Whether the deployment has what the vendor asks for, as a key or as a header of its own. */
  static boolean hasKey(Vendor vendor, Deployment deployment) {
    return !vendor.needsKey() || deployment.key().isPresent() || ownKey(deployment).isPresent();
  }

  /** The key in a header that the deployment sets itself. */
  static Optional<Secret> ownKey(Deployment deployment) {
    return deployment
        .headers()
        .first(AUTHORIZATION)
        .map(value -> value.replaceFirst("^\\w+ +", ""))
        .or(() -> deployment.headers().first(API_KEY))
        .map(String::strip)
        .filter(value -> !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127))
        .map(Secret::of);
  }

  /**
   * What the deployment's own headers may keep secret: the key among them, and whatever else is as
   * long as one. A header may hold a token under any name.
   */
  static Stream<Secret> secrets(Deployment deployment) {
    return Stream.concat(
        ownKey(deployment).stream(),
        deployment.headers().entries().stream()
            .map(Header::value)
            .filter(value -> value.length() >= SHORTEST_SECRET)
            .filter(value -> value.chars().allMatch(c -> c > ' ' && c < 127))
            .map(Secret::of));
  }

  private static Header keyHeader(Vendor vendor, String key) {
    return switch (vendor.style()) {
      case AZURE -> new Header(API_KEY, key);
      case OPENAI, OLLAMA -> new Header(AUTHORIZATION, "Bearer " + key);
    };
  }

  private static String userAgent() {
    String version = RequestHeaders.class.getPackage().getImplementationVersion();
    return version == null ? "mainstay" : "mainstay/" + version;
  }
}
