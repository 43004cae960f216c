package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The loads of an agent platform: 500 users at once, before every kind of limit. */
final class Trials {
  private static final int USERS = 500;
  private static final int TALKATIVE = 25;
  private static final double ANSWER = 1;
  private static final long MIDWAY = 30 * Timeline.SECOND;
  private static final long TEN = 10 * Timeline.SECOND;
  private static final long BACK = 60 * Timeline.SECOND;

  private Trials() {}

  /** The limit is given or told, and stands; or a cap beside it is, as HTTP clients have one. */
  static List<Trial> known() {
    List<Trial> trials = new ArrayList<>();
    for (Shape shape : List.of(Shape.BUCKET, Shape.FIXED, Shape.SLIDING)) {
      for (int rate : new int[] {200, 50}) {
        GivenLimits given = GivenLimits.none().withRequestsPerMinute(rate * 60);
        trials.add(requests(rate, shape, "given").limitedBy(shape.of(rate)).given(given));
        trials.add(
            requests(rate, shape, "told").limitedBy(() -> shape.of(rate).get().withHeaders()));
      }
      trials.add(
          requests(50, shape, "told, and more given")
              .limitedBy(() -> shape.of(50).get().withHeaders())
              .given(GivenLimits.none().withRequestsPerMinute(400 * 60)));
      addTokens(trials, shape);
    }
    for (int rate : new int[] {200, 50}) {
      trials.add(
          oneSecond(rate, "given")
              .limitedBy(() -> bucketOfOneSecond(rate))
              .provider(LimitingProvider::withHints)
              .given(GivenLimits.none().withRequestsPerMinute(rate * 60)));
      trials.add(
          oneSecond(rate, "told")
              .limitedBy(() -> bucketOfOneSecond(rate).withHeaders())
              .provider(LimitingProvider::withHints));
    }
    trials.add(
        overTenSeconds("bucket", () -> ProviderLimit.bucketOver(TEN, Quantity.REQUESTS, 200)));
    trials.add(
        overTenSeconds("window", () -> ProviderLimit.fixed(Quantity.REQUESTS, 200, TEN, TEN / 3)));
    trials.add(inFlight("given").given(GivenLimits.none().withInFlight(20)));
    trials.add(
        oneSecond(200, "200 at once given, answers in half a second")
            .limitedBy(() -> bucketOfOneSecond(200))
            .given(GivenLimits.none().withInFlight(200))
            .provider(any -> any.withHints().answersIn(0.5)));
    return trials;
  }

  /** A crowd; as many calls of users who send enough to fare alike; and users who do not. */
  private static void addTokens(List<Trial> trials, Shape shape) {
    for (Trial trial :
        List.of(
            tokens(shape, "given", USERS),
            tokens(shape, "given", TALKATIVE),
            unlike(shape, "given"))) {
      trials.add(
          trial.limitedBy(shape.ofTokens()).given(GivenLimits.none().withTokensPerMinute(60_000)));
    }
    for (Trial trial :
        List.of(
            tokens(shape, "told", USERS),
            tokens(shape, "told", TALKATIVE),
            unlike(shape, "told"))) {
      trials.add(trial.limitedBy(() -> shape.ofTokens().get().withHeaders()));
    }
  }

  /** Nothing is known of the limit; or not by what time it is kept, which shows late. */
  static List<Trial> unknown() {
    List<Trial> trials = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (int rate : new int[] {200, 50}) {
        trials.add(requests(rate, shape, "unknown").limitedBy(shape.of(rate)));
        trials.add(
            requests(rate, shape, "unknown, hints")
                .limitedBy(shape.of(rate))
                .provider(LimitingProvider::withHints));
        trials.add(
            requests(rate, shape, "unknown, 429s cost")
                .limitedBy(() -> shape.of(rate).get().withCostlyRefusals()));
        trials.add(
            requests(rate, shape, "unknown, halves and comes back")
                .limitedBy(shape.of(rate))
                .script(Trials::halve)
                .ideal(115 + ANSWER));
      }
      trials.add(tokens(shape, "unknown", USERS).limitedBy(shape.ofTokens()));
    }
    for (int rate : new int[] {200, 50}) {
      trials.add(oneSecond(rate, "unknown").limitedBy(() -> bucketOfOneSecond(rate)));
      trials.add(
          oneSecond(rate, "unknown, hints")
              .limitedBy(() -> bucketOfOneSecond(rate))
              .provider(LimitingProvider::withHints));
      trials.add(
          oneSecond(rate, "unknown, 429s cost")
              .limitedBy(() -> bucketOfOneSecond(rate).withCostlyRefusals()));
    }
    trials.add(
        overTenSeconds("sliding window", () -> ProviderLimit.sliding(Quantity.REQUESTS, 200, TEN)));
    trials.add(givenTwice(5, 2, "bucket", () -> ProviderLimit.bucket(Quantity.REQUESTS, 300, 300)));
    trials.add(
        givenTwice(
            20, 4, "bucket of 10 s", () -> ProviderLimit.bucketOver(TEN, Quantity.REQUESTS, 200)));
    addSlow(trials);
    trials.add(inFlight("unknown"));
    trials.add(
        inFlight("unknown, halves and comes back").script(Trials::halve).ideal(115 + ANSWER));
    return trials;
  }

  /** 60 in a minute: a window that is shut refuses all that try whether it still is. */
  private static void addSlow(List<Trial> trials) {
    for (Shape shape : Shape.values()) {
      if (shape != Shape.SLIDING) {
        trials.add(slow(shape.words + ", unknown").limitedBy(shape.of(1)));
      }
      trials.add(
          slow(shape.words + ", unknown, 429s cost")
              .limitedBy(() -> shape.of(1).get().withCostlyRefusals()));
    }
    for (Shape shape : List.of(Shape.FIXED, Shape.SLIDING)) {
      trials.add(
          slow(shape.words + ", unknown, hints")
              .limitedBy(shape.of(1))
              .provider(LimitingProvider::withHints));
      trials.add(
          slow(shape.words + ", twice as much given")
              .limitedBy(shape.of(1))
              .given(GivenLimits.none().withRequestsPerMinute(120)));
    }
    trials.add(
        new Trial("5 calls/s, fixed minute, unknown, hints", USERS, 10)
            .ideal(2 * USERS + ANSWER)
            .limitedBy(Shape.FIXED.of(5))
            .provider(LimitingProvider::withHints));
    trials.add(
        slow("sliding window of 10 s, unknown")
            .limitedBy(() -> ProviderLimit.sliding(Quantity.REQUESTS, 10, TEN)));
  }

  private static Trial slow(String what) {
    return new Trial("1 call/s, " + what, USERS, 2).ideal(2 * USERS + ANSWER);
  }

  private static void halve(Trial.Scene scene) {
    scene.timeline().at(MIDWAY, () -> scene.provider().scale(0.5));
    scene.timeline().at(BACK, () -> scene.provider().scale(2));
  }

  private static Trial requests(int rate, Shape shape, String what) {
    Trial trial =
        new Trial(rate + " calls/s, " + shape.words + ", " + what, USERS, rate * 100 / USERS)
            .ideal(100 + ANSWER);
    return shape == Shape.SHORT_BUCKET ? trial.overSeconds() : trial;
  }

  private static Trial oneSecond(int rate, String what) {
    return new Trial(rate + " calls/s, bucket of 1 s, " + what, USERS, rate * 100 / USERS)
        .overSeconds()
        .ideal(100 + ANSWER);
  }

  private static ProviderLimit bucketOfOneSecond(int rate) {
    return ProviderLimit.bucket(Quantity.REQUESTS, rate * 60, rate);
  }

  /** Less than the crowd, so that all at once are too many. */
  private static Trial overTenSeconds(String window, Supplier<ProviderLimit> limit) {
    return new Trial("20 calls/s, " + window + " of 10 s, given by the minute", USERS, 4)
        .overSeconds()
        .ideal(100 + ANSWER)
        .limitedBy(limit)
        .given(GivenLimits.none().withRequestsPerMinute(20 * 60));
  }

  private static Trial givenTwice(
      int rate, int messages, String window, Supplier<ProviderLimit> limit) {
    return new Trial(rate + " calls/s, " + window + ", twice as much given", USERS, messages)
        .ideal((double) USERS * messages / rate + ANSWER)
        .limitedBy(limit)
        .given(GivenLimits.none().withRequestsPerMinute(2L * 60 * rate));
  }

  private static Trial tokens(Shape shape, String what, int users) {
    String name = "60,000 tokens/min, " + shape.words + ", " + what + ", " + users + " users";
    return new Trial(name, users, 1000 / users)
        .tokens(any -> new PacedCaller.Tokens(60, 40, 0.3))
        .ideal(100 * Math.exp(0.3 * 0.3 / 2) + ANSWER);
  }

  /** Each fifth user's calls are five times as long, and may be longer yet. */
  private static Trial unlike(Shape shape, String what) {
    return tokens(shape, what + ", of unlike calls", TALKATIVE)
        .tokens(user ->
            user % 5 == 0
                ? new PacedCaller.Tokens(167, 111, 0.3, 400)
                : new PacedCaller.Tokens(33.4, 22.2, 0.3, 80));
  }

  private static Trial inFlight(String what) {
    return new Trial("20 at once, " + what, USERS, 4)
        .overSeconds()
        .limitedBy(() -> ProviderLimit.inFlight(20))
        .ideal(100 + ANSWER);
  }

  /** The windows that there are. */
  enum Shape {
    BUCKET("bucket"),
    SHORT_BUCKET("bucket of 10 s"),
    FIXED("fixed minute"),
    SLIDING("sliding minute");

    private final String words;

    Shape(String words) {
      this.words = words;
    }

    Supplier<ProviderLimit> of(int perSecond) {
      return () -> of(Quantity.REQUESTS, perSecond * 60);
    }

    Supplier<ProviderLimit> ofTokens() {
      return () -> of(Quantity.TOKENS, 60_000);
    }

    private ProviderLimit of(Quantity quantity, double perMinute) {
      return switch (this) {
        case BUCKET -> ProviderLimit.bucket(quantity, perMinute, perMinute);
        case SHORT_BUCKET -> ProviderLimit.bucket(quantity, perMinute, perMinute / 6);
        case FIXED -> ProviderLimit.fixedMinute(quantity, perMinute, 17 * Timeline.SECOND);
        case SLIDING -> ProviderLimit.slidingMinute(quantity, perMinute);
      };
    }
  }
}
