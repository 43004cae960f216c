package dev.mainstay.provider.wire;

import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.util.ArrayList;
import java.util.List;

/** The headers of a request: the dialect's own, unless the deployment sets them itself. */
public final class WireHeaders {
  private static final String JSON = "application/json";
  private static final String USER_AGENT = userAgent();

  private WireHeaders() {}

  /** The deployment's key as a bearer's; none where it has no key. */
  public static List<Field> bearer(Deployment deployment) {
    return deployment.key().stream()
        .map(secret -> new Field("Authorization", "Bearer " + secret.reveal()))
        .toList();
  }

  /**
   * The headers of a request to {@code deployment}.
   *
   * @param dialects the dialect's own, the key among them
   */
  public static Headers of(Deployment deployment, boolean isStream, List<Field> dialects) {
    return of(deployment, isStream ? "text/event-stream" : JSON, dialects);
  }

  /**
   * The headers of a request to {@code deployment}.
   *
   * @param accept the type of the answer
   * @param dialects the dialect's own, the key among them
   */
  public static Headers of(Deployment deployment, String accept, List<Field> dialects) {
    List<Field> headers = new ArrayList<>(dialects);
    headers.add(new Field("Content-Type", JSON));
    headers.add(new Field("Accept", accept));
    headers.add(new Field("User-Agent", USER_AGENT));
    Headers own = deployment.headers();
    if (!own.entries().isEmpty()) {
      headers.removeIf(header -> own.first(header.name()).isPresent());
      headers.addAll(own.entries());
    }
    return Headers.of(headers);
  }

  private static String userAgent() {
    String version = WireHeaders.class.getPackage().getImplementationVersion();
    return version == null ? "mainstay" : "mainstay/" + version;
  }
}
