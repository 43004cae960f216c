package dev.mainstay;

import dev.mainstay.embedding.Embedder;
import dev.mainstay.engine.Engine;
import dev.mainstay.engine.EngineSettings;
import dev.mainstay.engine.Listeners;
import dev.mainstay.gate.Gates;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.route.ImplicitGroups;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import dev.mainstay.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Puts a {@link Mainstay} together from what its builder was told. */
final class Assembly {
  private final MainstayBuilder told;

  Assembly(MainstayBuilder told) {
    this.told = told;
  }

  Mainstay mainstay() {
    Transport carrier = told.transport == null ? ownTransport() : told.transport;
    Providers providers = new Providers(told.ownProviders, carrier, told.environment, told.time);
    Gates gates = gates();
    Router router = router(providers, gates);
    requireGroups(router);
    Listeners listeners = new Listeners(told.listeners);
    Function<UnaryOperator<Provider>, Engine> asking =
        form ->
            new Engine(
                router,
                new EngineSettings(
                    told.policies,
                    deployment -> form.apply(providers.of(deployment)),
                    listeners,
                    told.time));
    Engine engine = asking.apply(UnaryOperator.identity());
    Engine completer = asking.apply(Completing::new);
    Embedder embedder = new Embedder(asking.apply(Embedder::asChat), router, providers::of);
    Runnable onClose = told.transport == null ? carrier::close : () -> {};
    TokenCounter counter = new TokenCounter(router, providers::of);
    gates.takeOver(router.groups().stream().flatMap(g -> g.deployments().stream()).toList());
    return new Mainstay(engine, router, listeners, counter, completer, embedder, gates, onClose);
  }

  private Transport ownTransport() {
    Stream<Proxies> proxies =
        Stream.concat(
            Stream.of(Proxies.of(told.environment)),
            told.groups.values().stream().flatMap(List::stream).map(Deployment::proxies));
    if (proxies.anyMatch(Proxies::hasPassword)) {
      HttpProxy.allowPasswordsInTunnels();
    }
    return Transport.jdk();
  }

  private Gates gates() {
    Gates gates =
        new Gates(
            told.policies.health(), told.policies.retryBudget(), told.policies.pacing(), told.time);
    if (told.previous != null) {
      gates.goOnFrom(told.previous.gates());
    }
    return gates;
  }

  private Router router(Providers providers, Gates gates) {
    List<Group> built = new ArrayList<>();
    told.groups.forEach((name, deployments) ->
        built.add(new Group(name, deployments.stream().map(providers::complete).toList())));
    gates.expect(built.stream().flatMap(group -> group.deployments().stream()).toList());
    ImplicitGroups implicit = told.implicitGroups ? providers : name -> Optional.empty();
    return new Router(
        built,
        told.routing.withFallbacks(told.allFallbacks()),
        implicit,
        providers::completeIfKnown,
        gates,
        told.random,
        told.time);
  }

  private void requireGroups(Router router) {
    requireGroups("a retry policy", told.policies.groupRetries().keySet(), router);
    requireGroups("a recovery policy", told.policies.groupRecovery().keySet(), router);
    requireGroups("a hedge policy", told.policies.groupHedging().keySet(), router);
  }

  private void requireGroups(String what, Set<String> named, Router router) {
    for (String group : named) {
      if (router.group(group).isEmpty()) {
        throw new IllegalArgumentException(
            what
                + " is set for '"
                + group
                + "', which is not a group; use one of "
                + told.groups.keySet());
      }
    }
  }
}
