package dev.mainstay.provider.anthropic;

import dev.mainstay.provider.Deployment;
import java.net.URI;

/** Where a deployment's messages are. */
final class MessagesAddress {
  /** https://docs.claude.com/en/api/overview */
  static final URI BASE = URI.create("https://api.anthropic.com");

  private static final String VERSION = "/v1";
  private static final String MESSAGES = "/messages";

  private MessagesAddress() {}

  /** The address of {@code deployment}. People paste the whole address as often as the base URL. */
  static URI of(Deployment deployment) {
    return of(deployment, "");
  }

  /** Where {@code deployment} counts tokens. */
  static URI ofCounts(Deployment deployment) {
    return of(deployment, "/count_tokens");
  }

  private static URI of(Deployment deployment, String more) {
    URI base = deployment.endpoint().orElse(BASE);
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(
        base.getScheme() + "://" + base.getRawAuthority() + whole(path) + more + query);
  }

  private static String whole(String path) {
    if (path.endsWith(VERSION + MESSAGES)) {
      return path;
    }
    return path.endsWith(VERSION) ? path + MESSAGES : path + VERSION + MESSAGES;
  }
}
