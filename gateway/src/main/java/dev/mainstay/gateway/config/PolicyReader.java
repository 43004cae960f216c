package dev.mainstay.gateway.config;

import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import java.util.Map;

/** Reads what is wanted of calls: each policy has its reader, named here. */
record PolicyReader(Values values, GroupNames names, Section router, Section litellm) {

  private static final int MOST_WAITING = 1_000_000;

  /** The policies as the file has them; as {@code defaults} where it says nothing. */
  Policies read(Policies defaults) {
    Policies p = hedging(recovery(retries(defaults)));
    HealthReader health = new HealthReader(values, router, litellm);
    p = p.withHealth(health.health()).withRetryBudget(health.budget());
    TimeoutReader times = new TimeoutReader(values, router);
    p = p.withTimeouts(times.timeouts(p.timeouts(), litellm)).withBackoff(times.backoff());
    p = p.withPacing(pacing(p.pacing()));
    p = router.with(p, "hold_tool_calls", values::flag, Policies::withHoldsToolCalls);
    p = litellm.with(p, "include_cost_in_streaming_usage", values::flag, Policies::withTellsCost);
    return router.with(p, "loop_guard", values.whole(2, 1_000_000), Policies::withLoopGuard);
  }

  private PacingPolicy pacing(PacingPolicy defaults) {
    PacingPolicy p = router.with(defaults, "pacing", values::flag, PacingPolicy::withEnabled);
    p = router.with(p, "max_queue", values.whole(0, MOST_WAITING), PacingPolicy::withMaxQueue);
    return router.with(p, "max_queue_wait", values::seconds, PacingPolicy::withMaxQueueWait);
  }

  private Policies retries(Policies defaults) {
    RetryReader reader = new RetryReader(values);
    Policies p = defaults.withRetries(reader.read(router, litellm));
    for (Map.Entry<String, RetryPolicy> own : reader.ofGroups(router, names).entrySet()) {
      p = p.withRetries(own.getKey(), own.getValue());
    }
    return p;
  }

  private Policies recovery(Policies defaults) {
    RecoveryReader reader = new RecoveryReader(values, names, router);
    Policies p = reader.read().map(defaults::withRecovery).orElse(defaults);
    for (Map.Entry<String, RecoveryPolicy> own : reader.ofGroups().entrySet()) {
      p = p.withRecovery(own.getKey(), own.getValue());
    }
    return p;
  }

  private Policies hedging(Policies defaults) {
    HedgeReader reader = new HedgeReader(values, names, router);
    Policies p = reader.read().map(defaults::withHedging).orElse(defaults);
    for (Map.Entry<String, HedgePolicy> own : reader.ofGroups().entrySet()) {
      p = p.withHedging(own.getKey(), own.getValue());
    }
    return p;
  }
}
