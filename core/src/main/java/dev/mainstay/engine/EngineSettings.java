package dev.mainstay.engine;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Judge;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.time.TimeSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What an engine keeps to.
 *
 * @param providers the provider that speaks a deployment's dialect
 * @param retries how often to retry
 * @param groupRetries counts that go before {@code retries}, by group
 * @param recovery what to do about streams that break after output
 * @param groupRecovery the same, by group
 * @param backoff how long to wait
 * @param timeouts how long things may take
 * @param holdToolCalls whether tool calls wait for the semantic end of their stream
 * @param loopGuard how often the same piece of text, running, ends a stream; nothing where it may
 *     come for ever
 * @param listeners who is told what happens
 * @param time where time comes from
 */
public record EngineSettings(
    Function<Deployment, Provider> providers,
    RetryPolicy retries,
    Map<String, RetryPolicy> groupRetries,
    RecoveryPolicy recovery,
    Map<String, RecoveryPolicy> groupRecovery,
    Backoff backoff,
    Timeouts timeouts,
    boolean holdToolCalls,
    OptionalInt loopGuard,
    Listeners listeners,
    TimeSource time) {
  /** Settings; copies the maps. */
  public EngineSettings {
    groupRetries = Map.copyOf(groupRetries);
    groupRecovery = Map.copyOf(groupRecovery);
  }

  /**
   * The judge over a call's attempts in {@code group}: the request's count first, then the group's.
   */
  Judge judge(String group, CallOptions options) {
    RetryPolicy ofGroup =
        retries.overriddenBy(groupRetries.getOrDefault(group, RetryPolicy.defaults()));
    OptionalInt wished = options.retries();
    return new Judge(
        wished.isPresent() ? ofGroup.overriddenByRequest(wished.getAsInt()) : ofGroup, backoff);
  }

  /** What to do about streams of {@code group} that break after output. */
  RecoveryPolicy recovery(String group) {
    return groupRecovery.getOrDefault(group, recovery);
  }

  /** The timeouts of a call: the request's own first. */
  Timeouts timeouts(CallOptions options) {
    Timeouts streamed = options.streamTimeout().map(timeouts::withStream).orElse(timeouts);
    return options.timeout().map(streamed::withTotal).orElse(streamed);
  }
}
