package dev.mainstay.benchmarks.soak;

import dev.mainstay.call.CallEvent;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gateway and its provider in this process, and callers on real sockets: asks for a while, and
 * says what was wrong. Exits with 0 if nothing was.
 */
public final class Soak {
  private static final int PLACES_EACH = 160;
  private static final int PLACES = 3 * PLACES_EACH;
  private static final int REMEMBERED_REQUESTS = 64;
  // Less than callers wait for: whoever is told nothing by then was forgotten.
  private static final Duration LONGEST_CALL = CallerConnection.PATIENCE.minusSeconds(20);
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(30);
  // Idle connections to a provider are kept for 45 s.
  private static final int QUIET_SECONDS = 60;
  private static final int LONGEST_QUIET_SECONDS = 120;
  private static final int TELL_SECONDS = 10;
  // A call may take its attempts, recoveries and their silences.
  private static final Duration GRACE = Duration.ofMinutes(6);

  private final PrintStream out;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong over = new AtomicLong();
  private final AtomicLong endedAtProvider = new AtomicLong();
  private final List<String> wrong = new ArrayList<>();

  private Soak(PrintStream out) {
    this.out = out;
  }

  /** {@code SECONDS CALLERS PLOT}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(args[0]));
    limit(time.plus(GRACE));
    boolean isSound = new Soak(System.out).run(time, Integer.parseInt(args[1]), Path.of(args[2]));
    System.exit(isSound ? 0 : 1);
  }

  private static void limit(Duration longest) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(longest);
          } catch (InterruptedException e) {
            return;
          }
          System.out.println("FAILED: not over within " + longest);
          Runtime.getRuntime().halt(1);
        });
  }

  private boolean run(Duration time, int callers, Path plot)
      throws IOException, InterruptedException {
    try (Simulator provider = provider();
        Gateway gateway = Gateway.start(config(provider), this::note)) {
      Duration quarter = time.dividedBy(4);
      Duration warmUp = quarter.compareTo(LONGEST_WARM_UP) < 0 ? quarter : LONGEST_WARM_UP;
      load(gateway, provider, callers, warmUp, new Diary(TELL_SECONDS));
      out.println("quiet for " + QUIET_SECONDS + " s, to see what is held");
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      Vitals before = Vitals.now();
      out.println("before: " + before);
      Diary diary = new Diary(TELL_SECONDS);
      AnswerTally tally = load(gateway, provider, callers, time, diary);
      Files.writeString(plot, diary.plot("A soak with " + callers + " callers", tally.toString()));
      out.println("Plot: " + plot);
      Vitals after = settle(before);
      out.println("after: " + after);
      judge(tally, before, after, provider);
      long taken = placesTaken(gateway, provider);
      require(taken == 0, taken + " places of the gateway are taken, and nobody calls");
      requirePlaces(new Places(provider, gateway.port()));
      out.println(tally);
    }
    wrong.forEach(what -> out.println("FAILED: " + what));
    out.println(wrong.isEmpty() ? "PASSED" : "FAILED");
    return wrong.isEmpty();
  }

  private Simulator provider() throws IOException {
    return Simulator.builder()
        .script(Stories.script())
        .remember(REMEMBERED_REQUESTS)
        .onEnding(request -> endedAtProvider.incrementAndGet())
        .start();
  }

  private static GatewayConfig config(Simulator provider) {
    return GatewayConfig.builder()
        .host("127.0.0.1")
        .port(0)
        .group("chat", at(provider, "openai/one"), at(provider, "openai/two"))
        .group("backup", at(provider, "openai/backup"))
        .fallback("chat", "backup")
        .policies(all ->
            all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(50)))
                .withTimeouts(
                    Timeouts.defaults()
                        .withStream(Duration.ofSeconds(10))
                        .withAttempt(Duration.ofSeconds(30))
                        .withTotal(LONGEST_CALL)))
        .build();
  }

  private static Deployment at(Simulator provider, String model) {
    return Deployment.of(model)
        .withEndpoint(provider.url())
        .withKey("sk-of-the-soak-0123456789")
        .withMaxParallelRequests(PLACES_EACH);
  }

  private void note(CallEvent event) {
    switch (event) {
      case CallEvent.CallStarted e -> begun.incrementAndGet();
      case CallEvent.CallSucceeded e -> over.incrementAndGet();
      case CallEvent.CallFailed e -> over.incrementAndGet();
      default -> {}
    }
  }

  private AnswerTally load(
      Gateway gateway, Simulator provider, int callers, Duration time, Diary diary) {
    out.println(callers + " callers for " + time.toSeconds() + " s");
    AnswerTally tally = new AnswerTally();
    long start = System.nanoTime();
    try (ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor()) {
      ScheduledFuture<?> unused =
          teller.scheduleAtFixedRate(
              () -> tell(System.nanoTime() - start, tally, gateway, provider, diary),
              TELL_SECONDS,
              TELL_SECONDS,
              TimeUnit.SECONDS);
      new Callers(gateway.port(), callers, tally).ask(time);
      teller.shutdownNow();
    }
    return tally;
  }

  private void tell(
      long nanos, AnswerTally tally, Gateway gateway, Simulator provider, Diary diary) {
    long attempts = provider.requestCount() - endedAtProvider.get();
    diary.add(Diary.Page.now(placesTaken(gateway, provider), attempts, tally));
    out.println(
        "  "
            + TimeUnit.NANOSECONDS.toSeconds(nanos)
            + " s: "
            + tally
            + "; "
            + Vitals.countDescriptors()
            + " descriptors");
  }

  private static long placesTaken(Gateway gateway, Simulator provider) {
    try {
      return new Places(provider, gateway.port()).ofGateway();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until as little is held as {@code before}, but not for ever. */
  private Vitals settle(Vitals before) throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(QUIET_SECONDS);
    Vitals now = Vitals.now();
    for (int s = QUIET_SECONDS; s < LONGEST_QUIET_SECONDS && !now.isAs(before); s += TELL_SECONDS) {
      TimeUnit.SECONDS.sleep(TELL_SECONDS);
      now = Vitals.now();
    }
    return now;
  }

  private void judge(AnswerTally tally, Vitals before, Vitals after, Simulator provider) {
    require(
        tally.count(AnswerVerdict.WRONG) == 0, tally.count(AnswerVerdict.WRONG) + " wrong answers");
    tally.examples().forEach(example -> require(false, example));
    require(tally.count(AnswerVerdict.WHOLE) > 0, "no whole answer");
    require(after.isAs(before), "more is held than before: " + after + ", not " + before);
    require(begun.get() == over.get(), begun + " calls begun, " + over + " over");
    require(
        provider.requestCount() == endedAtProvider.get(),
        provider.requestCount() + " attempts at the provider, " + endedAtProvider + " over");
  }

  private void requirePlaces(Places places) throws IOException {
    Places.Found found = places.take(2 * PLACES_EACH, PLACES_EACH);
    out.println(
        String.format(
            Locale.ROOT,
            "places: %d of %d were open by what was learnt, %d could be taken at once",
            found.open(),
            PLACES,
            found.taken()));
    require(found.given() == PLACES, "only " + found.given() + " places were free");
    require(found.taken() >= found.open(), "only " + found.taken() + " could be taken");
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      wrong.add(what);
    }
  }
}
