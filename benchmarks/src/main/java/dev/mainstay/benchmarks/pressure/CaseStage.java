package dev.mainstay.benchmarks.pressure;

import dev.mainstay.benchmarks.pressure.Case.Face;
import dev.mainstay.benchmarks.pressure.Case.Settings;
import dev.mainstay.benchmarks.pressure.PressureRow.Seen;
import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.cli.load.LoadResult;
import dev.mainstay.cli.load.LoadRun;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Where a case is played: its providers, its gateways, and a load through each of its faces. */
final class CaseStage implements AutoCloseable {
  // Ideal is two minutes at most; what takes three times as long has lost.
  private static final Duration LONGEST = Duration.ofMinutes(6);
  private static final String KEY = "sk-of-the-benchmark";

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
    long refusedBefore = refusals();
    List<Long> takenBefore = taken();
    long start = System.nanoTime();
    List<LoadResult> results = load();
    double seconds = (System.nanoTime() - start) / 1e9;
    outage.interrupt();
    Seen seen =
        new Seen(
            requests() - asked,
            refusals() - refusedBefore,
            inFirstSecond.get(),
            since(takenBefore));
    return PressureRow.of(played, isPaced, seconds, seen, results);
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
    LoadPlan plan = LoadPlan.of(url, face.group(), users, played.messages()).withDuration(LONGEST);
    return played.arrivals().isPresent() ? plan.withRate(played.arrivals().getAsDouble()) : plan;
  }

  private GatewayConfig config(int gateway) throws IOException {
    if (!played.settings().equals(Settings.NONE)) {
      return written();
    }
    GatewayConfigBuilder config = GatewayConfig.builder().host("127.0.0.1").port(0);
    for (Face face : played.faces()) {
      if (face.gateway() == gateway) {
        config.group(face.group(), deployments());
      }
    }
    return config.policies(policies -> isPaced ? policies : Pacing.off(policies)).build();
  }

  private Deployment[] deployments() {
    Deployment[] all = new Deployment[providers.size()];
    for (int i = 0; i < all.length; i++) {
      Deployment plain =
          Deployment.of("openai/gpt-4o").withEndpoint(providers.get(i).url()).withKey(KEY);
      all[i] = isPaced ? played.providers().get(i).given().apply(plain) : plain;
    }
    return all;
  }

  /** As its user would write it. */
  private GatewayConfig written() throws IOException {
    StringBuilder yaml = new StringBuilder("general_settings: {host: 127.0.0.1}\nmodel_list:\n");
    for (Simulator provider : providers) {
      yaml.append("  - model_name: chat\n    litellm_params: {model: openai/gpt-4o, api_base: \"")
          .append(provider.url())
          .append("\", api_key: " + KEY)
          .append(played.settings().deployment().map(more -> ", " + more).orElse(""))
          .append("}\n");
    }
    yaml.append("router_settings: {pacing: " + isPaced)
        .append(played.settings().router().map(more -> ", " + more).orElse(""))
        .append("}\n");
    Path file = Files.createTempFile("mainstay-pressure", ".yaml");
    try {
      Files.writeString(file, yaml);
      return ConfigReader.system().read(file).config().orElseThrow().withPort(0);
    } finally {
      Files.delete(file);
    }
  }

  private long requests() {
    return providers.stream().mapToLong(Simulator::requestCount).sum();
  }

  private long refusals() {
    return providers.stream().mapToLong(Simulator::refusalCount).sum();
  }

  private List<Long> taken() {
    return providers.stream()
        .map(provider -> provider.requestCount() - provider.refusalCount())
        .toList();
  }

  private List<Long> since(List<Long> before) {
    List<Long> now = taken();
    return IntStream.range(0, now.size()).mapToObj(i -> now.get(i) - before.get(i)).toList();
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
