package dev.mainstay.provider.ollama;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.regex.Pattern;

/** Where a deployment's server is. */
final class OllamaAddress {
  /** https://docs.ollama.com/api/introduction */
  static final URI BASE = URI.create("http://localhost:11434");

  // People give the address of one method, or of the OpenAI-compatible ones, as often as the base.
  private static final Pattern MORE = Pattern.compile("(?:/api(?:/[a-z]+)?|/v1(?:/.*)?)?/*$");

  private OllamaAddress() {}

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
            + "/api/"
            + method
            + query);
  }
}
