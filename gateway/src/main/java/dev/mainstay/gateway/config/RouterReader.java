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
    PolicyReader policies = new PolicyReader(values, names, router, litellm);
    config.policies(policies::read);
    return names.ids();
  }
}
