package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code credential_list}: keys and addresses that several deployments share by a name. */
final class Credentials {
  private static final String NAME = "litellm_credential_name";

  private final Map<String, Mapping> byName = new LinkedHashMap<>();
  private final Values values;

  private Credentials(Values values) {
    this.values = values;
  }

  static Credentials of(Section top) {
    Credentials credentials = new Credentials(top.values());
    top.get("credential_list", top.values()::list)
        .ifPresent(list -> list.items().forEach(credentials::add));
    return credentials;
  }

  private void add(Yaml item) {
    Section credential = Section.of("an entry of credential_list", item, values);
    credential.warnOfRest(Place.CREDENTIAL);
    credential.get("credential_info", values::mapping);
    Optional<Text> name = credential.get("credential_name", values::name);
    Optional<Mapping> shared = credential.get("credential_values", values::mapping);
    if (name.isPresent() && shared.isPresent()) {
      byName.put(name.get().value(), shared.get());
    }
  }

  /** {@code params} with what its credential says and it does not say itself. */
  Section complete(Section params) {
    return params
        .get(NAME, values::text)
        .flatMap(this::named)
        .map(shared -> join(params, shared))
        .orElse(params);
  }

  private Optional<Mapping> named(Text name) {
    Optional<Mapping> shared = Optional.ofNullable(byName.get(name.value()));
    if (shared.isEmpty()) {
      values
          .problems()
          .error(
              name.at(),
              NAME
                  + " is "
                  + name.shown()
                  + ", which credential_list does not have"
                  + Words.suggestion(name.value(), byName.keySet()));
    }
    return shared;
  }

  private Section join(Section params, Mapping shared) {
    List<Entry> joined = new ArrayList<>(params.mapping().entries());
    shared.entries().stream()
        .filter(entry -> params.entry(entry.key()).isEmpty())
        .forEach(entry -> {
          joined.removeIf(own -> own.key().equals(entry.key()));
          joined.add(entry);
        });
    return new Section(new Mapping(joined, params.mapping().at()), values);
  }
}
