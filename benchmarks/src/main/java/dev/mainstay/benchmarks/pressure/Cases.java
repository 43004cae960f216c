package dev.mainstay.benchmarks.pressure;

import dev.mainstay.benchmarks.pressure.Case.Face;
import dev.mainstay.benchmarks.pressure.Case.Settings;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.RateLimit.Counted;
import dev.mainstay.simulator.script.RateLimit.Window;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The loads, of some 100 seconds each at scale 1; what is scaled is how many messages there are.
 */
final class Cases {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int USERS = 500;

  private final double scale;

  private Cases(double scale) {
    this.scale = scale;
  }

  static List<Case> all(double scale) {
    return new Cases(scale).all();
  }

  private List<Case> all() {
    return List.of(
        given("given200", "200 calls/s, given", 200),
        told(),
        tokens(),
        atOnce(),
        halving(),
        foundOut("silent", "50 calls/s, found out: no headers, no hints", silent()),
        fixed(),
        foundOut("costly", "50 calls/s, found out: 429s cost", bucket(50).countingRefusals()),
        remedies(),
        twoDeployments(),
        given("groups", "two groups share 50 calls/s, given", 50)
            .through(new Face(0, "chat"), new Face(0, "agents")),
        foundOut("gateways", "two gateways share 50 calls/s, found out", bucket(50))
            .through(new Face(0, "chat"), new Face(1, "chat")),
        outage());
  }

  private Case given(String name, String title, int perSecond) {
    return requests(
        name,
        title,
        perSecond,
        Case.Provider.of(limit(bucket(perSecond).untold()), rpm(perSecond)));
  }

  private Case told() {
    return requests(
        "told50", "50 calls/s, told by headers", 50, Case.Provider.of(limit(bucket(50))));
  }

  /** Nothing is given, and no header tells it. */
  private Case foundOut(String name, String title, RateLimit limit) {
    return requests(name, title, 50, Case.Provider.of(limit(limit.untold())));
  }

  private Case tokens() {
    RateLimit limit =
        RateLimit.of(60_000, MINUTE).counting(Counted.TOKENS).as(Window.BUCKET).untold();
    Case.Provider provider =
        Case.Provider.of(limit(limit), deployment -> deployment.withTpm(60_000));
    int messages = messages(3);
    double seconds = (double) USERS * messages * Case.TOKENS_EACH / 1000;
    return Case.of("tokens", "60,000 tokens/min, given", USERS, messages, provider)
        .in(seconds, Math.max(0, seconds - 60));
  }

  private Case atOnce() {
    Case.Provider provider =
        Case.Provider.of(
            Script.builder().concurrency(20), deployment -> deployment.withMaxParallelRequests(20));
    int messages = messages(4);
    double seconds = USERS * messages / 20.0 - 1;
    return Case.of("atonce", "20 at once, given", USERS, messages, provider).in(seconds, seconds);
  }

  private Case halving() {
    RateLimit limit = bucket(50).then(scaled(30), 1500).then(scaled(60), 3000);
    return later(
        foundOut("halves", "50 calls/s, found out: halves midway, and comes back", limit),
        15 * scale);
  }

  private static RateLimit silent() {
    return bucket(50).withoutRetryAfter();
  }

  // More than one window takes.
  private Case fixed() {
    RateLimit limit = RateLimit.of(3000, MINUTE).as(Window.FIXED).untold();
    int messages = messages(15);
    double calls = (double) USERS * messages;
    return Case.of(
            "fixed",
            "50 calls/s, found out: fixed minute",
            USERS,
            messages,
            Case.Provider.of(limit(limit)))
        .in(calls / 50, 60 * Math.floor((calls - 1) / 3000));
  }

  // What an agent platform did by itself, as it would write it for a gateway.
  private Case remedies() {
    Case.Provider provider =
        Case.Provider.of(
            limit(bucket(200).untold()), UnaryOperator.identity(), Duration.ofMillis(500));
    return requests(
            "remedies",
            "200 calls/s, found out: `max_connections: 200`, `num_retries: 3`, answers in 0.5 s",
            200,
            provider)
        .with(Settings.of("max_connections: 200", "num_retries: 3"));
  }

  private Case twoDeployments() {
    int messages = messages(16);
    double seconds = USERS * messages / 80.0;
    Case.Provider large = Case.Provider.of(limit(bucket(60).untold()), rpm(60)).taking(60);
    Case.Provider small = Case.Provider.of(limit(bucket(20).untold()), rpm(20)).taking(20);
    return Case.of(
            "deployments", "two deployments, 60 and 20 calls/s", USERS, messages, large, small)
        .in(seconds, seconds - 1);
  }

  // They come by the clock: the same load, whatever becomes of them. As many as can be served
  // within
  // two minutes, of which one is lost; with their retries they are more than are taken.
  private static Case outage() {
    int perSecond = 50;
    double arrivals = 30;
    Duration begin = Duration.ofSeconds(10);
    Case asked =
        Case.of(
            "outage",
            "50 calls/s, told by headers; 30 come each second; down for a minute",
            USERS,
            5,
            Case.Provider.of(limit(bucket(perSecond))));
    double before = arrivals * begin.toSeconds();
    double seconds = begin.plus(MINUTE).toSeconds() + (asked.calls() - before) / perSecond;
    return asked.at(arrivals).down(begin, begin.plus(MINUTE)).in(seconds, seconds - 1);
  }

  /** {@code asked}, where so many seconds' worth of 50 calls each is lost. */
  private static Case later(Case asked, double seconds) {
    double calls = asked.calls();
    return asked.in(calls / 50 + seconds, calls / 50 - 1 + seconds);
  }

  /** 100 seconds' worth of calls. */
  private Case requests(String name, String title, int perSecond, Case.Provider provider) {
    int messages = messages(perSecond / 5);
    double seconds = (double) USERS * messages / perSecond;
    return Case.of(name, title, USERS, messages, provider).in(seconds, seconds - 1);
  }

  private static ScriptBuilder limit(RateLimit limit) {
    return Script.builder().limit(limit);
  }

  /** A bucket that holds what comes into it within a second. */
  private static RateLimit bucket(int perSecond) {
    return RateLimit.of(60L * perSecond, MINUTE).bucketOf(perSecond);
  }

  private static UnaryOperator<Deployment> rpm(int perSecond) {
    return deployment -> deployment.withRpm(60L * perSecond);
  }

  private Duration scaled(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds * scale));
  }

  private int messages(int whole) {
    return Math.max(1, (int) Math.round(whole * scale));
  }
}
