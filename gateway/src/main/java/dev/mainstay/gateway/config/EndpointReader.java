package dev.mainstay.gateway.config;

import dev.mainstay.http.Authority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Reads where a deployment is: {@code api_base}, which {@code base_url} is another name for. */
record EndpointReader(Values values) {

  Optional<URI> read(Section params) {
    Optional<Text> base = params.get("api_base", values::text);
    Optional<Text> alias = params.get("base_url", values::text);
    if (base.isPresent() && alias.isPresent() && !base.get().value().equals(alias.get().value())) {
      error(alias.get(), "api_base and base_url mean the same, but differ; remove one of them");
    }
    return base.or(() -> alias).flatMap(this::endpoint);
  }

  private Optional<URI> endpoint(Text text) {
    if (text.value().contains("${")) {
      error(
          text,
          "api_base holds '${...}', which nothing replaces; write os.environ/NAME instead, with the"
              + " whole address in that variable");
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.value());
      Optional<String> mistake = mistake(uri);
      mistake.ifPresent(what -> error(text, what));
      return mistake.isPresent() ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      error(text, "api_base is not a URL; write one such as https://host/v1");
      return Optional.empty();
    }
  }

  private static Optional<String> mistake(URI uri) {
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp) {
      return Optional.of(
          "api_base begins with neither http:// nor https://; write a URL such as https://host/v1");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of(
          "api_base holds a user name before its '@'; set api_key, or a header in extra_headers");
    }
    Optional<Authority> authority = Authority.of(uri);
    if (authority.isEmpty()) {
      return Optional.of(
          "api_base names no valid host (letters, digits, '-', '_' and '.'); write a URL such as"
              + " https://host/v1");
    }
    return authority.get().port() > 65_535
        ? Optional.of("the port in api_base is above 65535; use a lower one")
        : Optional.empty();
  }

  private void error(Text text, String message) {
    values.problems().error(text.at(), message);
  }
}
