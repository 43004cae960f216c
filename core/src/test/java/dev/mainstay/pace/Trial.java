package dev.mainstay.pace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Many users at once before a provider that limits them, by seed. */
final class Trial {
  private final String name;
  private final int users;
  private final int messages;
  private GivenLimits given = GivenLimits.none();
  private Function<LimitingProvider, LimitingProvider> provider = any -> any;
  private IntFunction<PacedCaller.Tokens> tokens = any -> PacedCaller.Tokens.EQUAL;
  private double idealSeconds;
  private boolean isKeptOverSeconds;
  private Consumer<Scene> script = any -> {};
  private Consumer<PacedCaller> circumstances = any -> {};
  private Function<SplittableRandom, Wire> wire = Wire::even;

  Trial(String name, int users, int messages) {
    this.name = name;
    this.users = users;
    this.messages = messages;
  }

  Trial given(GivenLimits limits) {
    given = limits;
    return this;
  }

  /** The provider's limits are made anew for each run. */
  Trial limitedBy(Supplier<ProviderLimit> limit) {
    return provider(any -> any.with(limit.get()));
  }

  Trial provider(Function<LimitingProvider, LimitingProvider> more) {
    provider = provider.andThen(more);
    return this;
  }

  /** How long each user's calls are. */
  Trial tokens(IntFunction<PacedCaller.Tokens> ofUser) {
    tokens = ofUser;
    return this;
  }

  /** In so many seconds it could be done, if nothing were lost. */
  Trial ideal(double seconds) {
    idealSeconds = seconds;
    return this;
  }

  /** Answers take a second in the mean, and half as long or twice as long once in five times. */
  Trial withVaryingAnswers() {
    return provider(any -> any.answersInAbout(Math.exp(-0.5 * 0.5 / 2), 0.5));
  }

  /** One in two calls is streamed: its first output comes long before its answer's end. */
  Trial withStreams() {
    circumstances = circumstances.andThen(PacedCaller::streamingHalf);
    return this;
  }

  /** What calls read is estimated at so many times what they do. */
  Trial estimating(double times) {
    circumstances = circumstances.andThen(caller -> caller.estimating(times));
    return this;
  }

  /** The machine stands still now and then, for up to 0.2 s. */
  Trial onBusyMachine() {
    wire = random -> Wire.stalling(random, 1, 0.2);
    return this;
  }

  Trial script(Consumer<Scene> more) {
    script = script.andThen(more);
    return this;
  }

  /** Whether each user sends enough for its slowest message to say how it fares. */
  boolean hasManyMessages() {
    return messages >= 4;
  }

  /** What is kept over seconds, places included, turns nobody away for long. */
  boolean isKeptOverSeconds() {
    return isKeptOverSeconds;
  }

  /** This one, where the limit is kept over so short a time. */
  Trial overSeconds() {
    isKeptOverSeconds = true;
    return this;
  }

  @Override
  public String toString() {
    return name;
  }

  Outcome run(long seed) {
    return run(seed, Optional.of(Pacer.of(given, 0)));
  }

  Outcome runClairvoyant(long seed) {
    return run(seed, Optional.empty());
  }

  private Outcome run(long seed, Optional<Pacer> pacer) {
    SplittableRandom random = new SplittableRandom(seed);
    Timeline timeline = new Timeline();
    LimitingProvider scripted = provider.apply(new LimitingProvider(timeline, random.split()));
    PacedCaller caller = new PacedCaller(timeline, scripted, random.split(), pacer);
    caller.over(wire.apply(random.split()));
    circumstances.accept(caller);
    script.accept(new Scene(timeline, scripted));
    for (int user = 0; user < users; user++) {
      int who = user;
      timeline.at(0, () -> caller.converse(who, messages, tokens.apply(who)));
    }
    timeline.run(30 * Timeline.MINUTE);
    return outcome(caller, scripted);
  }

  private Outcome outcome(PacedCaller caller, LimitingProvider scripted) {
    long last = caller.done().stream().mapToLong(PacedCaller.Call::doneAt).max().orElse(0);
    return new Outcome(
        name,
        users * messages - caller.done().size() + caller.lost(),
        (double) last / Timeline.SECOND,
        idealSeconds,
        (double) scripted.refused() / (scripted.refused() + scripted.taken()),
        fairness(caller));
  }

  /** The slowest user's 99th percentile over the median user's. */
  private double fairness(PacedCaller caller) {
    List<List<Long>> waits = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      waits.add(new ArrayList<>());
    }
    caller.done().forEach(call -> waits.get(call.user).add(call.waited()));
    long[] slow =
        waits.stream()
            .filter(of -> !of.isEmpty())
            .mapToLong(of -> {
              of.sort(null);
              return of.get((int) (0.99 * (of.size() - 1)));
            })
            .sorted()
            .toArray();
    return slow.length == 0 || slow[slow.length / 2] < Timeline.SECOND / 10
        ? 1
        : (double) slow[slow.length - 1] / slow[slow.length / 2];
  }

  /** Where it happens. */
  record Scene(Timeline timeline, LimitingProvider provider) {}

  /** What became of it. */
  record Outcome(
      String name, int lost, double seconds, double ideal, double refusedShare, double fairness) {
    double overIdeal() {
      return seconds / ideal;
    }

    static Outcome worst(List<Outcome> of) {
      Outcome first = of.getFirst();
      return new Outcome(
          first.name,
          of.stream().mapToInt(Outcome::lost).max().orElseThrow(),
          max(of.stream().mapToDouble(Outcome::seconds).toArray()),
          first.ideal,
          max(of.stream().mapToDouble(Outcome::refusedShare).toArray()),
          max(of.stream().mapToDouble(Outcome::fairness).toArray()));
    }

    private static double max(double... values) {
      return Arrays.stream(values).max().orElseThrow();
    }

    String row(Outcome clairvoyant) {
      return String.format(
          Locale.ROOT,
          "| %s | %.2f | %.2f %% | %.2f | %.2f |",
          name,
          overIdeal(),
          100 * refusedShare,
          fairness,
          clairvoyant.overIdeal());
    }
  }
}
