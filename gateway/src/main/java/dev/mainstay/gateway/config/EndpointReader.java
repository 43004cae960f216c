package dev.mainstay.gateway.config;

import dev.mainstay.transport.Authority;
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
    return base.or(() -> alias).flatMap(text -> endpoint("api_base", text));
  }

  /** The base URL that the key {@code name} has. */
  Optional<URI> endpoint(String name, Yaml value) {
    return values.text(name, value).flatMap(text -> endpoint(name, text));
  }

  private Optional<URI> endpoint(String name, Text text) {
    if (text.value().contains("${")) {
      error(
          text,
          name
              + " holds '${...}', which nothing replaces; write os.environ/NAME instead, with the"
              + " whole address in that variable");
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.value());
      Optional<String> mistake = mistake(name, uri);
      mistake.ifPresent(what -> error(text, what));
      return mistake.isPresent() ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      error(text, name + " is not a URL; write one such as https://host/v1");
      return Optional.empty();
    }
  }

  private static Optional<String> mistake(String name, URI uri) {
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp) {
      return Optional.of(
          name + " begins with neither http:// nor https://; write a URL such as https://host/v1");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of(
          name + " holds a user name before its '@'; set api_key, or a header in extra_headers");
    }
    Optional<Authority> authority = Authority.of(uri);
    if (authority.isEmpty()) {
      return Optional.of(
          name
              + " names no valid host (letters, digits, '-', '_' and '.'); write a URL such as"
              + " https://host/v1");
    }
    return authority.get().port() > 65_535
        ? Optional.of("the port in " + name + " is above 65535; use a lower one")
        : Optional.empty();
  }

  private void error(Text text, String message) {
    values.problems().error(text.at(), message);
  }
}
