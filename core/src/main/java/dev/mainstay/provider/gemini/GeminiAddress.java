package dev.mainstay.provider.gemini;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.PathSegment;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a deployment of Google AI Studio is. */
final class GeminiAddress {
  /** https://ai.google.dev/api */
  static final URI BASE = URI.create("https://generativelanguage.googleapis.com");

  private static final String VERSION = "/v1beta";
  private static final Pattern ENDS_IN_VERSION = Pattern.compile("/v\\d+(?:alpha|beta)?\\d*$");
  private static final Pattern WHOLE = Pattern.compile("/models/[^/]+:[A-Za-z]+$");
  // A model that was tuned is named with where it is kept.
  private static final Pattern KEPT = Pattern.compile("^(models|tunedModels)/(.+)$");

  private GeminiAddress() {}

  /**
   * The address of {@code method} of the model of {@code deployment}. People paste a whole address
   * as often as the base URL, with or without the version.
   *
   * @param method what the model is asked to do, with a query where it has one
   */
  static URI of(Deployment deployment, String method) {
    URI base = deployment.endpoint().orElse(BASE);
    String given = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
    String path = WHOLE.matcher(given).replaceFirst("");
    String version = ENDS_IN_VERSION.matcher(path).find() ? "" : VERSION;
    return URI.create(
        base.getScheme()
            + "://"
            + base.getRawAuthority()
            + path
            + version
            + model(deployment.model())
            + ":"
            + method
            + query(method, base.getRawQuery()));
  }

  private static String model(String name) {
    Matcher kept = KEPT.matcher(name);
    return kept.matches()
        ? "/" + kept.group(1) + "/" + PathSegment.of(kept.group(2))
        : "/models/" + PathSegment.of(name);
  }

  private static String query(String method, @Nullable String more) {
    return more == null || more.isEmpty() ? "" : (method.contains("?") ? "&" : "?") + more;
  }
}
