package dev.mainstay.benchmarks.pressure;

import dev.mainstay.benchmarks.pressure.Case.Face;
import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.cli.load.LoadResult;
import dev.mainstay.cli.load.LoadRun;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Where a case is played: its providers, its gateways, and a load through each of its faces. */
final class CaseStage implements AutoCloseable {
  // Ideal is two minutes at most; what takes three times as long has lost.
  private static final Duration LONGEST = Duration.ofMinutes(6);

  private final Case played;
  private final boolean isPaced;
  private final List<Simulator> providers = new ArrayList<>();
  private final List<Gateway> gateways = new ArrayList<>();
  private final EventLoops loops = EventLoops.start();
  private final NettyTransport transport = NettyTransport.on(loops);
  private final AtomicLong back = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong inFirstSecond = new AtomicLong();

  CaseStage(Case played, boolean isPaced) throws IOException {
    this.played = played;
    this.isPaced = isPaced;
    for (Case.Provider provider : played.providers()) {
      providers.add(
          Simulator.builder()
              .script(provider.script())
              .remember(0)
              .onEnding(request -> ended(request.at().toEpochMilli()))
              .start());
    }
    for (int i = 0; i < played.gateways(); i++) {
      gateways.add(Gateway.start(config(i)));
    }
  }

  /** What comes of it. */
  PressureRow play() throws InterruptedException {
    // Their scripts' time begins now.
    for (int i = 0; i < providers.size(); i++) {
      providers.get(i).play(played.providers().get(i).script());
    }
    Thread outage = Thread.ofVirtual().unstarted(this::breakDown);
    outage.start();
    long asked = requests();
    long start = System.nanoTime();
    List<LoadResult> results = load();
    double seconds = (System.nanoTime() - start) / 1e9;
    outage.interrupt();
    long requests = requests() - asked;
    long refusals = providers.stream().mapToLong(Simulator::refusalCount).sum();
    return PressureRow.of(
        played, isPaced, seconds, requests, refusals, inFirstSecond.get(), results);
  }

  private List<LoadResult> load() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<LoadResult>> running = new ArrayList<>();
      for (Face face : played.faces()) {
        LoadRun load = new LoadRun(plan(face), transport, TimeSource.system());
        running.add(threads.submit(load::run));
      }
      List<LoadResult> results = new ArrayList<>();
      for (Future<LoadResult> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private LoadPlan plan(Face face) {
    URI url = URI.create("http://127.0.0.1:" + gateways.get(face.gateway()).port() + "/v1");
    int users = played.users() / played.faces().size();
    return LoadPlan.of(url, face.group(), users, played.messages()).withDuration(LONGEST);
  }

  private GatewayConfig config(int gateway) {
    GatewayConfigBuilder config = GatewayConfig.builder().host("127.0.0.1").port(0);
    for (Face face : played.faces()) {
      if (face.gateway() == gateway) {
        config.group(face.group(), deployments());
      }
    }
    return config
        .policies(played.policies())
        .policies(policies -> isPaced ? policies : Pacing.off(policies))
        .build();
  }

  private Deployment[] deployments() {
    Deployment[] all = new Deployment[providers.size()];
    for (int i = 0; i < all.length; i++) {
      Deployment plain =
          Deployment.of("openai/gpt-4o")
              .withEndpoint(providers.get(i).url())
              .withKey("sk-of-the-benchmark");
      Case.Provider provider = played.providers().get(i);
      Deployment said = provider.always().apply(plain);
      all[i] = isPaced ? provider.given().apply(said) : said;
    }
    return all;
  }

  private long requests() {
    return providers.stream().mapToLong(Simulator::requestCount).sum();
  }

  private void breakDown() {
    played
        .outage()
        .ifPresent(outage -> {
          try {
            Thread.sleep(outage.from());
            providers.forEach(Simulator::crash);
            Thread.sleep(outage.to().minus(outage.from()));
            back.set(System.currentTimeMillis());
            providers.forEach(Simulator::restart);
          } catch (InterruptedException e) {
            // All is over before.
          }
        });
  }

  private void ended(long cameMillis) {
    long since = cameMillis - back.get();
    if (since >= 0 && since < 1000) {
      inFirstSecond.incrementAndGet();
    }
  }

  @Override
  public void close() {
    gateways.forEach(gateway -> gateway.stop(Duration.ZERO));
    providers.forEach(Simulator::close);
    transport.close();
    loops.close();
  }
}
