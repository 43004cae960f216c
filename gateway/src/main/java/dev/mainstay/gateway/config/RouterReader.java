package dev.mainstay.gateway.config;

import java.util.Optional;
import java.util.Set;

/** Reads {@code router_settings}, and what {@code litellm_settings} say of the same things. */
record RouterReader(Values values, Set<String> groups) {
  private static final String SIMPLE_SHUFFLE = "simple-shuffle";

  void read(Section top, GatewayConfigBuilder config) {
    Section router = top.section("router_settings");
    Section litellm = top.section("litellm_settings");
    router.warnOfRest(Place.ROUTER);
    litellm.warnOfRest(Place.LITELLM);
    RetryReader retries = new RetryReader(values);
    config.retries(retries.read(router, litellm));
    retries.ofGroups(router, groups).forEach(config::retries);
    TimeoutReader times = new TimeoutReader(values);
    config.timeouts(times.timeouts(router, litellm));
    config.backoff(times.backoff(router));
    new FallbackReader(values, groups)
        .read(router, litellm)
        .forEach((from, to) -> config.fallback(from, to.toArray(String[]::new)));
    router.get("hold_tool_calls", values::flag).ifPresent(config::holdToolCalls);
    router.get("routing_strategy", values::text).ifPresent(this::requireImplemented);
  }

  private void requireImplemented(Text strategy) {
    String name = strategy.value();
    if (name.equals(SIMPLE_SHUFFLE)) {
      return;
    }
    if (LiteLlmKeys.STRATEGIES.contains(name)) {
      values
          .problems()
          .warning(
              strategy.at(),
              "routing_strategy "
                  + name
                  + " has no effect: LiteLLM has it, Mainstay does not implement"
                  + " it; "
                  + SIMPLE_SHUFFLE
                  + " is used in its place");
      return;
    }
    Optional<String> near = Words.nearest(name, LiteLlmKeys.STRATEGIES);
    values
        .problems()
        .error(
            strategy.at(),
            "routing_strategy is "
                + strategy.shown()
                + ", which is none; use "
                + SIMPLE_SHUFFLE
                + near.map(n -> " (" + n + " is not implemented)").orElse(""));
  }
}
