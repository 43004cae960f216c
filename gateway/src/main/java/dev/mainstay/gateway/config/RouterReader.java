package dev.mainstay.gateway.config;

import java.util.Set;

/** Reads {@code router_settings}, and what {@code litellm_settings} say of the same things. */
record RouterReader(Values values, ModelListReader models) {

  /** Tells {@code config}; gives the ids of deployments that calls are to go to as to groups. */
  Set<String> read(Section top, GatewayConfigBuilder config) {
    Section router = top.section("router_settings");
    Section litellm = top.section("litellm_settings");
    router.warnOfRest(Place.ROUTER);
    litellm.warnOfRest(Place.LITELLM);
    GroupNames names = new GroupNames(models, values.problems());
    // First: it tells of the aliases, which are names for all that follow.
    config.routing(new RoutingReader(values, names, router).read());
    config.fallbacks(new FallbackReader(values, names, router, litellm).read());
    RetryReader retries = new RetryReader(values);
    config.retries(retries.read(router, litellm));
    retries.ofGroups(router, names).forEach(config::retries);
    HealthReader health = new HealthReader(values, router, litellm);
    config.health(health.health()).retryBudget(health.budget());
    RecoveryReader recovery = new RecoveryReader(values, names, router);
    recovery.read().ifPresent(config::recovery);
    recovery.ofGroups().forEach(config::recovery);
    TimeoutReader times = new TimeoutReader(values);
    config.timeouts(times.timeouts(router, litellm)).backoff(times.backoff(router));
    router.get("hold_tool_calls", values::flag).ifPresent(config::holdToolCalls);
    router.get("loop_guard", values.whole(2, 1_000_000)).ifPresent(config::loopGuard);
    return names.ids();
  }
}
