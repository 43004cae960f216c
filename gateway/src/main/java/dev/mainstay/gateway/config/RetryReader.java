package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.policy.RetryKind;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.RetryPolicyBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how often to retry. */
record RetryReader(Values values) {

  /**
   * The policy for all groups: {@code router_settings} take precedence over {@code
   * litellm_settings}.
   */
  RetryPolicy read(Section router, Section litellm) {
    Optional<Integer> weak = litellm.get("num_retries", count());
    Optional<Integer> count = router.get("num_retries", count()).or(() -> weak);
    RetryPolicyBuilder policy = byKind(router.section("retry_policy"));
    count.ifPresent(policy::retries);
    return policy.build();
  }

  /** The policies of single groups. */
  Map<String, RetryPolicy> ofGroups(Section router, GroupNames names) {
    Map<String, RetryPolicy> policies = new LinkedHashMap<>();
    for (Entry entry : router.section("model_group_retry_policy").except(Set.of())) {
      boolean isOwner = names.isOwner(entry.key(), entry.at(), "model_group_retry_policy names ");
      Section counts = Section.of(Words.quoted(entry.key()), entry.value(), values);
      RetryPolicy policy = byKind(counts).build();
      if (isOwner) {
        policies.put(entry.key(), policy);
      }
    }
    return policies;
  }

  private RetryPolicyBuilder byKind(Section counts) {
    RetryPolicyBuilder policy = RetryPolicy.builder();
    for (Entry entry : counts.except(Set.of())) {
      Optional<RetryKind> kind = RetryKeys.kind(entry.key());
      if (kind.isEmpty()) {
        values.problems().warning(entry.at(), remark(entry.key()));
      }
      kind.flatMap(k -> counts.get(entry.key(), count()))
          .ifPresent(count -> policy.on(kind.get(), count));
    }
    return policy;
  }

  private Values.Reader<Integer> count() {
    return values.whole(0, RetryPolicy.MAX_RETRIES);
  }

  private static String remark(String key) {
    if (LiteLlmKeys.RETRY_KINDS.contains(key)) {
      return key + " has no effect: LiteLLM counts it apart, Mainstay does not";
    }
    List<String> kinds = RetryKeys.all();
    String suggestion = Words.suggestion(key, kinds);
    return "unknown kind of failure "
        + Words.key(key)
        + " in a retry policy has no effect"
        + (suggestion.isEmpty() ? "; use one of " + String.join(", ", kinds) : suggestion);
  }
}
