package dev.mainstay.provider.cohere;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.regex.Pattern;

/** Where a deployment is asked. */
final class CohereAddress {
  /** https://docs.cohere.com/reference/about */
  static final URI BASE = URI.create("https://api.cohere.com");

  // People give the address of one method, or of another version, as often as the base.
  private static final Pattern MORE =
      Pattern.compile("(?:(?:/compatibility)?/v\\d(?:/(?:chat|embed)(?:/completions)?)?)?/*$");

  private CohereAddress() {}

  /** Where {@code method} is, as in {@code chat}. */
  static URI of(Deployment deployment, String method) {
    URI base = deployment.endpoint().orElse(BASE);
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(
        base.getScheme()
            + "://"
            + base.getRawAuthority()
            + MORE.matcher(path).replaceFirst("")
            + "/v2/"
            + method
            + query);
  }
}
