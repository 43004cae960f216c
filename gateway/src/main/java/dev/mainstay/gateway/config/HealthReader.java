package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads when deployments cool down, and how many retries failing ones may see. */
record HealthReader(Values values, Section router, Section litellm) {
  private static final int MOST_FAILS = 1_000_000;
  private static final String RETRIES = "Retries";
  private static final String ALLOWED_FAILS = "AllowedFails";

  HealthPolicy health() {
    Optional<Integer> allowed = stronger("allowed_fails", values.whole(0, MOST_FAILS));
    Optional<Duration> cooldown = stronger("cooldown_time", values::secondsOrZero);
    boolean isOff =
        router.get("disable_cooldowns", values::flag).orElse(false)
            || cooldown.filter(Duration::isZero).isPresent();
    HealthPolicy defaults = HealthPolicy.defaults();
    return new HealthPolicy(
        // LiteLLM's 0 means that the first failure is one too many, as 1 does here.
        allowed.map(n -> OptionalInt.of(Math.max(1, n))).orElse(defaults.allowedFails()),
        byKind(router.section("allowed_fails_policy")),
        cooldown.filter(Duration::isPositive).orElse(defaults.cooldown()),
        !isOff);
  }

  RetryBudget budget() {
    Optional<Entry> entry = router.entry("retry_budget");
    if (entry.isEmpty()) {
      return RetryBudget.defaults();
    }
    if (!(entry.get().value() instanceof Mapping mapping)) {
      boolean isOn = router.get("retry_budget", values::flag).orElse(true);
      return isOn ? RetryBudget.defaults() : RetryBudget.unlimited();
    }
    Section budget = new Section(mapping, values);
    budget.warnOfRest(Place.BUDGET);
    RetryBudget defaults = RetryBudget.defaults();
    return new RetryBudget(
        true,
        budget.get("share", values::positiveShare).orElse(defaults.share()),
        budget.get("least", values.whole(0, MOST_FAILS)).orElse(defaults.least()));
  }

  private <T> Optional<T> stronger(String key, Values.Reader<T> reader) {
    Optional<T> weak = litellm.get(key, reader);
    return router.get(key, reader).or(() -> weak);
  }

  private Map<RetryKind, Integer> byKind(Section counts) {
    Map<RetryKind, Integer> read = new EnumMap<>(RetryKind.class);
    for (Entry entry : counts.except(Set.of())) {
      Optional<RetryKind> kind = kind(entry.key());
      if (kind.isEmpty()) {
        values.problems().warning(entry.at(), remark(entry.key()));
      }
      kind.flatMap(k -> counts.get(entry.key(), values.whole(0, MOST_FAILS)))
          .ifPresent(count -> read.put(kind.get(), count));
    }
    return read;
  }

  // LiteLLM calls the same kinds ...Retries there and ...AllowedFails here.
  private static Optional<RetryKind> kind(String key) {
    return key.endsWith(ALLOWED_FAILS)
        ? RetryKeys.kind(key.replace(ALLOWED_FAILS, RETRIES))
        : Optional.empty();
  }

  private static String remark(String key) {
    List<String> kinds =
        RetryKeys.all().stream().map(name -> name.replace(RETRIES, ALLOWED_FAILS)).toList();
    String near = Words.suggestion(key, kinds);
    return "unknown kind of failure "
        + Words.key(key)
        + " in allowed_fails_policy has no effect"
        + (near.isEmpty() ? "; use one of " + String.join(", ", kinds) : near);
  }
}
