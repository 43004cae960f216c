package dev.mainstay.cli.demo;

import dev.mainstay.call.CallListener;
import dev.mainstay.cli.demo.Scenario.Upstream;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The simulated provider, another that is down, and the gateway before them, all on this machine's
 * own address.
 */
final class DemoStage implements AutoCloseable {
  static final Duration BACKOFF_UNIT = Duration.ofMillis(100);

  private final Simulator provider;
  private final Simulator down;
  private final Gateway gateway;

  private DemoStage(Simulator provider, Simulator down, Gateway gateway) {
    this.provider = provider;
    this.down = down;
    this.gateway = gateway;
  }

  /**
   * Sets everything up for {@code scenarios}; {@code listener} is told what happens in the gateway.
   */
  static DemoStage of(List<Scenario> scenarios, CallListener listener) throws IOException {
    Simulator provider = Simulator.start(script(scenarios));
    Simulator down = Simulator.start();
    // A port that was free a moment ago, and where nobody listens.
    down.crash();
    GatewayConfigBuilder config =
        GatewayConfig.builder()
            .port(0)
            .policies(all -> all.withBackoff(Backoff.defaults().withBaseDelay(BACKOFF_UNIT)))
            .environment(Environment.of(Map.of()));
    scenarios.forEach(scenario -> addTo(config, scenario, provider.url(), down.url()));
    return new DemoStage(provider, down, Gateway.start(config.build(), listener));
  }

  /** Where chat completions are to be had. */
  URI url() {
    return URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions");
  }

  @Override
  public void close() {
    gateway.stop(Duration.ZERO);
    provider.close();
    down.close();
  }

  static Script script(List<Scenario> scenarios) {
    ScriptBuilder script = Script.builder();
    for (Scenario scenario : scenarios) {
      scenario.targets().forEach(target -> addTo(script, target));
      scenario.fallback().forEach(target -> addTo(script, target));
    }
    return script.build();
  }

  private static void addTo(ScriptBuilder script, Upstream target) {
    script.when(Match.model(target.model())).thenAlways(target.replies().toArray(Reply[]::new));
  }

  private static void addTo(
      GatewayConfigBuilder config, Scenario scenario, URI provider, URI down) {
    boolean isFirst = true;
    for (Upstream target : scenario.targets()) {
      // All the weight on the first: what the demo shows must not depend on chance.
      config.group(
          scenario.group(),
          deployment(target, target.isUp() ? provider : down).withWeight(isFirst ? 1 : 0));
      isFirst = false;
    }
    for (Upstream target : scenario.fallback()) {
      config
          .group(scenario.fallbackGroup(), deployment(target, provider))
          .fallback(scenario.group(), scenario.fallbackGroup());
    }
  }

  private static Deployment deployment(Upstream target, URI provider) {
    return Deployment.of("openai/" + target.model())
        .withEndpoint(provider)
        .withKey("sk-of-the-demo")
        // Longer, so that a stream's first token is what is waited for.
        .withTimeout(target.patience().plusMillis(50))
        .withStreamTimeout(target.patience());
  }
}
