package dev.mainstay.gateway.api;

import dev.mainstay.call.CallEvent;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A gateway whose groups, as {@code chat}, are one deployment each, at a provider that does just
 * what its script says, byte for byte.
 */
final class RawStand implements AutoCloseable {
  private final Map<String, RawServer> providers;
  private final Gateway gateway;
  private final List<CallEvent> events = new CopyOnWriteArrayList<>();

  /** One whose deployment is made from where the provider is. */
  RawStand(RawServer provider, Function<URI, Deployment> deployment) throws IOException {
    this(Map.of("chat", provider), deployment);
  }

  /** One of several groups, by their names. */
  RawStand(Map<String, RawServer> providers, Function<URI, Deployment> deployment)
      throws IOException {
    GatewayConfigBuilder config = GatewayConfig.builder().host("127.0.0.1").port(0);
    providers.forEach(
        (group, provider) -> config.group(group, deployment.apply(provider.uri("/"))));
    this.providers = providers;
    this.gateway = Gateway.start(config.build(), events::add);
  }

  /** A caller on a connection of its own. */
  Caller caller() throws IOException {
    return new Caller(gateway.port());
  }

  /** What the provider of {@code group} was asked. */
  List<RawServer.Request> asked(String group) {
    return providers.get(group).requests();
  }

  /** What the listeners were told so far. */
  List<CallEvent> events() {
    return events;
  }

  @Override
  public void close() {
    gateway.stop(Duration.ZERO);
    providers.values().forEach(RawServer::close);
  }
}
