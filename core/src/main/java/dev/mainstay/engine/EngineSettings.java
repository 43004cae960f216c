package dev.mainstay.engine;

import dev.mainstay.call.ChatCall;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.time.TimeSource;
import dev.mainstay.verdict.Judge;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What an engine keeps to.
 *
 * @param policies what is wanted of it
 * @param providers the provider that speaks a deployment's dialect
 * @param listeners who is told what happens
 * @param time where time comes from
 */
public record EngineSettings(
    Policies policies,
    Function<Deployment, Provider> providers,
    Listeners listeners,
    TimeSource time) {

  /** {@code deployment} as a call with {@code options} asks it. */
  Deployment asked(Deployment deployment, CallOptions options) {
    Deployment asked = deployment;
    for (Map.Entry<String, String> header : options.headers().entrySet()) {
      asked = asked.withHeader(header.getKey(), header.getValue());
    }
    return asked;
  }

  /** The judge over a call's attempts in {@code group}. */
  Judge judge(String group, CallOptions options) {
    return new Judge(
        retries(group, options), policies.backoff(), policies.pacing(), options.waitLimits());
  }

  /** How often a call in {@code group} retries: the request's count first, then the group's. */
  RetryPolicy retries(String group, CallOptions options) {
    RetryPolicy ofGroup = policies.retries(group);
    OptionalInt wished = options.retries();
    return wished.isPresent() ? ofGroup.overriddenByRequest(wished.getAsInt()) : ofGroup;
  }

  /** What to do if the stream of {@code call}, in {@code group}, breaks after output. */
  RecoveryPolicy recovery(String group, ChatCall call) {
    return call.recovery().orElseGet(() -> policies.recovery(group));
  }

  /** The timeouts of a call: its own total first; its stream timeout is {@link AttemptLimits}'. */
  Timeouts timeouts(CallOptions options) {
    Timeouts all = policies.timeouts();
    return options.timeout().map(all::withTotal).orElse(all);
  }
}
