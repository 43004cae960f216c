package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.transport.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the headers a deployment sends beside its provider's own. */
record HeaderReader(Values values) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "host", "te", "transfer-encoding", "upgrade");

  Headers read(Section params) {
    Headers headers = Headers.none();
    for (String key : List.of("headers", "extra_headers")) {
      Optional<Mapping> mapping = params.get(key, values::mapping);
      for (Entry entry : mapping.map(Mapping::entries).orElse(List.of())) {
        headers = with(headers, entry);
      }
    }
    Optional<Text> organization = params.get("organization", values::text);
    return organization.isEmpty()
        ? headers
        : headers.with("OpenAI-Organization", organization.get().value());
  }

  private Headers with(Headers headers, Entry entry) {
    if (!NAME.matcher(entry.key()).matches()) {
      error(entry.at(), "this is not a header name; use letters, digits and '-'");
      return headers;
    }
    if (OWN.contains(entry.key().toLowerCase(Locale.ROOT))) {
      error(entry.at(), "the header " + entry.key() + " is the gateway's own to set; remove it");
      return headers;
    }
    Optional<Text> value = values.anyText(entry.key(), entry.value());
    if (ConfigSecrets.isSecret(entry.key())) {
      value.ifPresent(text -> values.problems().secrets().add(text.value()));
    }
    return value
        .filter(text -> isSendable(entry, text))
        .map(text -> headers.with(entry.key(), text.value()))
        .orElse(headers);
  }

  private boolean isSendable(Entry entry, Text text) {
    boolean isSendable = text.value().chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 127));
    if (!isSendable) {
      error(
          text.at(),
          "the header "
              + entry.key()
              + " holds line breaks or characters outside ASCII, which no"
              + " header may; was it pasted whole?");
    }
    return isSendable;
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
