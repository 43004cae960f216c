package dev.mainstay.provider.openai;

import dev.mainstay.http.Headers;
import dev.mainstay.http.Headers.Header;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Secrets;
import java.util.ArrayList;
import java.util.List;

/** The headers of a request: the dialect's own, unless the deployment sets them itself. */
final class RequestHeaders {
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
    return !vendor.needsKey()
        || deployment.key().isPresent()
        || Secrets.ownKey(deployment).isPresent();
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
