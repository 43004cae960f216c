package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.policy.RecoveryPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what to do about streams that break after output. */
record RecoveryReader(Values values, GroupNames names, Section router) {
  private static final Map<String, RecoveryPolicy> POLICIES =
      Map.of(
          "continue", RecoveryPolicy.CONTINUE,
          "fail", RecoveryPolicy.FAIL,
          "restart", RecoveryPolicy.RESTART);

  Optional<RecoveryPolicy> read() {
    return router.get("recover", this::policy);
  }

  /** The policies of single groups. */
  Map<String, RecoveryPolicy> ofGroups() {
    Map<String, RecoveryPolicy> policies = new LinkedHashMap<>();
    for (Entry entry : router.section("model_group_recover").except(Set.of())) {
      boolean isOwner = names.isOwner(entry.key(), entry.at(), "model_group_recover names ");
      policy("recover", entry.value())
          .filter(policy -> isOwner)
          .ifPresent(policy -> policies.put(entry.key(), policy));
    }
    return policies;
  }

  private Optional<RecoveryPolicy> policy(String name, Yaml value) {
    return values.text(name, value).flatMap(text -> policy(name, text));
  }

  private Optional<RecoveryPolicy> policy(String name, Text text) {
    Optional<RecoveryPolicy> policy = Optional.ofNullable(POLICIES.get(text.value()));
    if (policy.isEmpty()) {
      error(text, name + " is " + text.shown() + "; use continue or fail");
    } else if (policy.get() == RecoveryPolicy.RESTART) {
      error(text, name + " is 'restart', which " + GatewayConfig.RESTART_IS_FOR_THE_LIBRARY);
      return Optional.empty();
    }
    return policy;
  }

  private void error(Text text, String message) {
    values.problems().error(text.at(), message);
  }
}
