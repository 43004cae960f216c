package dev.mainstay.gateway.api;

import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.time.ManualTime;
import java.io.IOException;
import java.time.Duration;

/**
 * The gateway's API in front of one simulated provider, all over real connections, but on a clock
 * that a test moves: what is timed takes no time, and no machine is too busy for it.
 */
final class TimedStand implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManualTime time = new ManualTime();
  private final Simulator provider;
  private final TimedGateway gateway;

  TimedStand(Script script) throws IOException {
    provider = Simulator.start(script);
    GatewayConfig config =
        GatewayConfig.builder()
            .host("127.0.0.1")
            .group("chat", Deployment.of("openai/m").withEndpoint(provider.url()).withKey("k"))
            .build();
    gateway = new TimedGateway(config, time);
  }

  ManualTime time() {
    return time;
  }

  Simulator provider() {
    return provider;
  }

  Caller caller() throws IOException {
    return new Caller(gateway.port());
  }

  /** What the provider was asked, once it was asked for the first time. */
  ReceivedRequest asked() {
    return provider.awaitRequests(1, PATIENCE).getFirst();
  }

  @Override
  public void close() {
    gateway.close();
    provider.close();
  }
}
