package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import java.util.Optional;
import java.util.Set;

/** Reads {@code environment_variables}, which take precedence over the process's own. */
record EnvironmentReader(Problems problems, ConfigFiles files) {

  Environment read(Section top, Environment process) {
    Environment environment = process;
    for (Entry entry : top.section("environment_variables").except(Set.of())) {
      Values values = new Values(problems, environment, files);
      Optional<Text> value = values.anyText(entry.key(), entry.value());
      if (ConfigSecrets.isSecret(entry.key())) {
        value.ifPresent(text -> problems.secrets().add(text.value()));
      }
      if (value.isPresent()) {
        environment = environment.with(entry.key(), value.get().value());
      }
    }
    return environment;
  }
}
