package dev.mainstay.gateway.api;

import dev.mainstay.call.CallEvent;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A gateway in front of one simulated provider: the group {@code chat} alone, and the group {@code
 * safe}, which falls back to {@code backup}.
 */
final class Stand implements AutoCloseable {
  static final String PROVIDER_KEY = "sk-provider-0123456789abcdefghij";
  static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  static final String PLAIN = "{\"model\":\"chat\"," + HELLO;
  static final String STREAM = "{\"model\":\"chat\",\"stream\":true," + HELLO;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Simulator provider;
  private final Gateway gateway;
  private final List<CallEvent> events = new CopyOnWriteArrayList<>();

  private Stand(Script script, BiFunction<GatewayConfigBuilder, URI, GatewayConfigBuilder> more)
      throws IOException {
    provider = Simulator.start(script);
    gateway = Gateway.start(more.apply(config(), provider.url()).build(), events::add);
  }

  static Stand of(Script script) throws IOException {
    return of(script, config -> config);
  }

  static Stand of(Script script, UnaryOperator<GatewayConfigBuilder> more) throws IOException {
    return new Stand(script, (config, url) -> more.apply(config));
  }

  /** One whose groups may be more: {@code more} is told where the provider is. */
  static Stand with(Script script, BiFunction<GatewayConfigBuilder, URI, GatewayConfigBuilder> more)
      throws IOException {
    return new Stand(script, more);
  }

  static Stand always(Reply reply) throws IOException {
    return of(Script.always(reply));
  }

  private GatewayConfigBuilder config() {
    return GatewayConfig.builder()
        .host("127.0.0.1")
        .port(0)
        .group("chat", deployment("openai/gpt-4o"))
        .group("safe", deployment("openai/gpt-4o-safe"))
        .group("backup", deployment("openai/gpt-4o-backup"))
        .fallback("safe", "backup")
        .policies(all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))));
  }

  private Deployment deployment(String model) {
    return Deployment.of(model).withEndpoint(provider.url()).withKey(PROVIDER_KEY);
  }

  Simulator provider() {
    return provider;
  }

  Gateway gateway() {
    return gateway;
  }

  /** A caller on a connection of its own. */
  Caller caller() throws IOException {
    return new Caller(gateway.port());
  }

  /** What the listeners were told so far. */
  List<CallEvent> events() {
    return events;
  }

  /** What the provider was asked, once it was asked {@code count} times. */
  List<ReceivedRequest> asked(int count) {
    return provider.awaitRequests(count, PATIENCE);
  }

  /** What the provider was asked last. */
  ReceivedRequest askedLast() {
    return provider.requests().getLast();
  }

  @Override
  public void close() {
    gateway.stop(Duration.ZERO);
    provider.close();
  }
}
