package dev.mainstay.gateway.config;

import dev.mainstay.policy.RecoveryPolicy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Reads what to do about streams that break after output. */
record RecoveryReader(Values values, GroupNames names, Section router) {
  /** Whether the caller of a stream may have to be told to drop what it has. */
  static boolean mayRestart(RecoveryPolicy policy) {
    return switch (policy) {
      case CONTINUE, FAIL -> false;
      case RESTART, CONTINUE_OR_RESTART -> true;
    };
  }

  /** The name of {@code policy} in the file. */
  static String name(RecoveryPolicy policy) {
    return switch (policy) {
      case CONTINUE -> "continue";
      case CONTINUE_OR_RESTART -> "continue-or-restart";
      case RESTART -> "restart";
      case FAIL -> "fail";
    };
  }

  Optional<RecoveryPolicy> read() {
    return router.get("recover", this::policy);
  }

  /** The policies of single groups. */
  Map<String, RecoveryPolicy> ofGroups() {
    return names.policies(router, "model_group_recover", "recover", this::policy);
  }

  private Optional<RecoveryPolicy> policy(String name, Yaml value) {
    return values.text(name, value).flatMap(text -> policy(name, text));
  }

  private Optional<RecoveryPolicy> policy(String name, Text text) {
    Optional<RecoveryPolicy> policy =
        Arrays.stream(RecoveryPolicy.values())
            .filter(each -> name(each).equals(text.value()))
            .findFirst();
    if (policy.isEmpty()) {
      error(text, name + " is " + text.shown() + "; use continue or fail");
    } else if (mayRestart(policy.get())) {
      error(
          text,
          name + " is " + text.shown() + ", which " + GatewayConfig.RESTART_IS_FOR_THE_LIBRARY);
      return Optional.empty();
    }
    return policy;
  }

  private void error(Text text, String message) {
    values.problems().error(text.at(), message);
  }
}
