package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.pace.Trials.Shape;
import dev.mainstay.provider.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that change, that are shared with others, that are not reached, or that nobody has. */
@Execution(ExecutionMode.CONCURRENT)
class ChangesTest {
  private static final int USERS = 500;
  private static final int FOREVER = 10_000;
  private static final int RATE = 50;

  private final Timeline timeline = new Timeline();
  private final SplittableRandom random = new SplittableRandom(7);
  private final LimitingProvider provider = new LimitingProvider(timeline, random.split());

  @ParameterizedTest
  @EnumSource(Shape.class)
  void rateThatWasRaisedThreefoldIsFoundAndUsedInThirtySeconds(Shape shape) {
    provider.with(shape.of(RATE).get());

    raiseAfter(120, 3);

    assertThat(taken(120, 150)).isGreaterThan(0.95 * 3 * RATE * 30);
  }

  /** What a bucket takes that holds so many seconds' worth. */
  @ParameterizedTest
  @CsvSource({"10, 1", "10, 10", "10, 60", "50, 1", "50, 10", "50, 60"})
  void rateThatIsToldAndWasRaisedThreefoldIsUsedInThirtySeconds(int rate, int seconds) {
    provider.with(bucketOver(seconds, rate).withHeaders());

    raiseAfter(120, 3);

    assertThat(taken(140, 150)).isGreaterThan(0.95 * 3 * rate * 10);
  }

  @ParameterizedTest
  @CsvSource({"10, 1", "10, 10", "10, 60", "50, 1"})
  void rateThatMustBeFoundAndWasRaisedThreefoldIsUsedInThirtySeconds(int rate, int seconds) {
    provider.with(bucketOver(seconds, rate));

    raiseAfter(120, 3);

    assertThat(taken(140, 150)).isGreaterThan(0.95 * 3 * rate * 10);
  }

  private static ProviderLimit bucketOver(int seconds, int rate) {
    return ProviderLimit.bucketOver(
        seconds * Timeline.SECOND, Quantity.REQUESTS, (double) seconds * rate);
  }

  @Test
  void moreAtOnceAreFoundAndUsedInThirtySeconds() {
    provider.with(ProviderLimit.inFlight(20));

    raiseAfter(120, 3);

    assertThat(mostTakenInThreeSeconds(120, 150)).isGreaterThan(0.95 * 3 * 20);
  }

  @ParameterizedTest
  @MethodSource("sharedLimits")
  void twoGatewaysThatKnowNothingOfEachOtherSettle(Supplier<ProviderLimit> limit) {
    provider.with(limit.get());
    List<PacedCaller> gateways = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      PacedCaller gateway = caller(GivenLimits.none());
      gateways.add(gateway);
      start(gateway, USERS / 2, 20);
    }

    timeline.run(10 * Timeline.MINUTE);

    double refused = (double) provider.refused() / (provider.refused() + provider.taken());
    assertThat(refused).isLessThan(0.1);
    assertThat(gateways).allMatch(gateway -> gateway.done().size() == USERS / 2 * 20);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void nobodyWaitsUnderGivenLimitThatIsNotReached(Shape shape) {
    provider.with(shape.of(RATE).get()).answersInAbout(1, 0.7);
    PacedCaller caller = caller(GivenLimits.none().withRequestsPerMinute(RATE * 60));

    arrive(caller, 0.5 * RATE, 3 * Timeline.MINUTE);

    assertThat(caller.done()).hasSizeGreaterThan(3_000).allMatch(call -> call.waited() == 0);
    assertThat(provider.refused()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void nobodyWaitsUnderToldLimitThatIsNotReached(Shape shape) {
    provider.with(shape.of(RATE).get().withHeaders()).answersInAbout(1, 0.7);
    PacedCaller caller = caller(GivenLimits.none());
    caller.call(0, PacedCaller.Tokens.EQUAL, () -> {});
    timeline.run(10 * Timeline.SECOND);

    arrive(caller, 0.5 * RATE, 3 * Timeline.MINUTE);

    assertThat(caller.done()).hasSizeGreaterThan(3_000).allMatch(call -> call.waited() == 0);
    assertThat(provider.refused()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"BUCKET, 2900", "FIXED, 2900", "SLIDING, 2900", "SHORT_BUCKET, 450"})
  void crowdWaitsForNothingWhereAsMuchIsLeftAsIsTold(Shape shape, int crowd) {
    provider.with(shape.of(RATE).get().withHeaders());
    PacedCaller caller = caller(GivenLimits.none());
    start(caller, 1, 1);
    timeline.run(10 * Timeline.SECOND);

    timeline.at(10 * Timeline.SECOND, () -> arriveTogether(caller, crowd));
    timeline.run(20 * Timeline.SECOND);

    assertThat(caller.done()).hasSize(1 + crowd).allMatch(call -> call.waited() == 0);
    assertThat(provider.refused()).isZero();
  }

  /**
   * Before that it is not known whether the limit is kept by the minute or by the second, or ten:
   * the first wait for a tenth of the time over which the limit would spread them.
   */
  @ParameterizedTest
  @CsvSource({"500, 480", "700, 100", "700, 2900"})
  void nobodyWaitsWhereManyComeAtOnceAndAreAllowedOnceAsManyWereTaken(int first, int calls) {
    provider.with(Shape.BUCKET.of(RATE).get());
    PacedCaller caller = caller(GivenLimits.none().withRequestsPerMinute(RATE * 60));

    start(caller, first, 1);
    timeline.run(2 * Timeline.MINUTE);
    assertThat(caller.done())
        .hasSize(first)
        .allMatch(call -> call.waited() < first * Timeline.SECOND / (10 * RATE))
        .filteredOn(call -> call.waited() == 0)
        .hasSizeGreaterThanOrEqualTo(RATE - RATE / 50);
    timeline.at(2 * Timeline.MINUTE, () -> start(caller, calls, 1));
    timeline.run(3 * Timeline.MINUTE);

    assertThat(caller.done().subList(first, first + calls)).allMatch(call -> call.waited() == 0);
  }

  @Test
  void givenLimitThatIsKeptByTheSecondIsFoundToBeSoAtLittleCost() {
    provider.with(ProviderLimit.bucket(Quantity.REQUESTS, RATE * 60, RATE));
    PacedCaller caller = caller(GivenLimits.none().withRequestsPerMinute(RATE * 60));

    start(caller, USERS, 1);
    timeline.run(Timeline.MINUTE);
    assertThat(provider.refused()).isLessThan(50);
    long refused = provider.refused();
    timeline.at(Timeline.MINUTE, () -> start(caller, USERS, 1));
    timeline.run(2 * Timeline.MINUTE);

    assertThat(caller.done()).hasSize(2 * USERS);
    assertThat(provider.refused()).isEqualTo(refused);
  }

  @Test
  void providerThatQueuesInsteadOfRefusingIsNotFlooded() {
    int servers = 40;
    provider.answersInAbout(1, 0.5).queuesBeyond(servers);
    PacedCaller caller = caller(GivenLimits.none());

    start(caller, USERS, FOREVER);
    timeline.run(3 * Timeline.MINUTE);

    assertThat(provider.underWay()).isBetween(servers, 4 * servers);
    double perSecond = (double) provider.taken() / 180;
    assertThat(perSecond).isGreaterThan(0.9 * servers / Math.exp(0.5 * 0.5 / 2));
  }

  /** Half of the answers begin ten times as soon as the others end. */
  @Test
  void streamsBesideWholeAnswersAreNotTakenForAQueue() {
    provider.with(ProviderLimit.bucket(Quantity.REQUESTS, 12_000, 200));
    PacedCaller caller = caller(GivenLimits.none().withRequestsPerMinute(12_000)).streamingHalf();

    start(caller, USERS, 12);
    timeline.run(10 * Timeline.MINUTE);

    assertThat(caller.done()).hasSize(12 * USERS);
    long last = caller.done().stream().mapToLong(PacedCaller.Call::doneAt).max().orElseThrow();
    assertThat(last).isLessThan((long) (1.1 * 31 * Timeline.SECOND));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 3, 10, 60})
  void crowdBeforeAProviderThatLimitsNobodyIsUnderWayInTenSecondsHoweverLongAnswersTake(
      double seconds) {
    provider.answersInAbout(seconds, 0.5);
    List<Integer> underWay = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      timeline.at(i * Timeline.SECOND / 10, () -> underWay.add(provider.underWay()));
    }

    start(caller(GivenLimits.none()).streamingHalf(), USERS, FOREVER);
    timeline.run(10 * Timeline.SECOND);

    assertThat(underWay).anyMatch(calls -> calls > 0.9 * USERS);
  }

  /** The first is felt for; what it took without a refusal is known from then on. */
  @ParameterizedTest
  @ValueSource(ints = {2, 50, 600})
  void crowdThatComesAgainAfterAPauseIsNotFeltForAnew(int pauseSeconds) {
    provider.answersIn(2);
    PacedCaller caller = caller(GivenLimits.none());

    List<Long> longest = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      longest.add(longestWait(caller, 500));
      timeline.run(timeline.now() + pauseSeconds * Timeline.SECOND);
    }

    assertThat(longest.get(1)).isLessThan(Timeline.SECOND / 10);
    assertThat(longest.get(2)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"17, 1", "64, 1", "500, 1", "17, 20", "64, 20", "500, 20"})
  void crowdThatComesAtOnceAgainAndAgainIsNotFeltForAnew(int crowd, int everySeconds) {
    provider.answersIn(0.9);
    PacedCaller caller = caller(GivenLimits.none());
    int last = 12 * everySeconds;

    for (int second = 0; second <= last; second += everySeconds) {
      timeline.at(second * Timeline.SECOND, () -> arriveTogether(caller, crowd));
    }
    timeline.run((last + 20) * Timeline.SECOND);

    List<PacedCaller.Call> calls = caller.done();
    assertThat(calls).hasSize(13 * crowd);
    assertThat(calls.subList(0, crowd)).anyMatch(call -> call.waited() > 0);
    assertThat(calls.subList(12 * crowd, 13 * crowd)).allMatch(call -> call.waited() == 0);
  }

  /** Other failures than refusals say nothing of limits, and neither do answers of all lengths. */
  @Test
  void providerThatFailsOftenAndLimitsNobodyIsHeldBackForSecondsAlone() {
    long free = takenFromAProviderThatFails(Pacer.unbounded(0));
    long paced = takenFromAProviderThatFails(Pacer.of(GivenLimits.none(), 0));

    assertThat((double) paced).isGreaterThan(0.98 * free);
  }

  private static long takenFromAProviderThatFails(Pacer pacer) {
    Timeline timeline = new Timeline();
    SplittableRandom random = new SplittableRandom(5);
    LimitingProvider faulty = new LimitingProvider(timeline, random.split());
    faulty.answersInAbout(3, 0.7).failing(0.3);
    PacedCaller caller =
        new PacedCaller(timeline, faulty, random.split(), Optional.of(pacer)).streamingHalf();
    for (int user = 0; user < 400; user++) {
      int who = user;
      timeline.in(0, () -> caller.converse(who, FOREVER, PacedCaller.Tokens.EQUAL));
    }
    timeline.run(10 * Timeline.SECOND);
    long before = faulty.taken();
    timeline.run(3 * Timeline.MINUTE);
    return faulty.taken() - before;
  }

  /** What began to queue once, and never refused, is as quick again as it can be at once. */
  @Test
  void providerThatHasQueuedAndIsQuickAgainIsHeldBackByNothing() {
    provider.answersIn(1).queuesBeyond(4);
    PacedCaller caller = caller(GivenLimits.none());
    start(caller, 64, 5);
    timeline.run(5 * Timeline.MINUTE);
    assertThat(caller.done()).hasSize(64 * 5);

    provider.answersIn(0.003).queuesBeyond(Integer.MAX_VALUE);
    start(caller, 32, 400);
    long from = timeline.now();
    timeline.run(from + Timeline.MINUTE);

    // A message takes 33 ms, most of it on the wire.
    assertThat(caller.done()).hasSize(64 * 5 + 32 * 400);
    long last = caller.done().stream().mapToLong(PacedCaller.Call::doneAt).max().orElseThrow();
    assertThat(last - from).isLessThan(16 * Timeline.SECOND);
  }

  private static Stream<Supplier<ProviderLimit>> sharedLimits() {
    Stream<Supplier<ProviderLimit>> rates = Stream.of(Shape.values()).map(shape -> shape.of(100));
    return Stream.concat(
        rates,
        Stream.of(
            () -> ProviderLimit.bucket(Quantity.REQUESTS, 100 * 60, 100),
            () -> ProviderLimit.inFlight(40)));
  }

  private void raiseAfter(int seconds, double factor) {
    start(caller(GivenLimits.none()), USERS, FOREVER);
    timeline.at(seconds * Timeline.SECOND, () -> provider.scale(factor));
    timeline.run((seconds + 40) * Timeline.SECOND);
  }

  private double mostTakenInThreeSeconds(int from, int to) {
    double most = 0;
    for (int second = from; second <= to - 3; second++) {
      most = Math.max(most, taken(second, second + 3) / 3);
    }
    return most;
  }

  private double taken(int from, int to) {
    double taken = 0;
    for (int second = from; second < to; second++) {
      taken += provider.takenIn(second);
    }
    return taken;
  }

  private PacedCaller caller(GivenLimits given) {
    return new PacedCaller(
        timeline, provider, random.split(), Optional.of(Pacer.of(given, timeline.now())));
  }

  private void start(PacedCaller caller, int users, int messages) {
    for (int user = 0; user < users; user++) {
      int who = user;
      timeline.in(0, () -> caller.converse(who, messages, PacedCaller.Tokens.EQUAL));
    }
  }

  /** Of calls of as many users that come within a second. */
  private long longestWait(PacedCaller caller, int users) {
    int before = caller.done().size();
    for (int user = 0; user < users; user++) {
      int who = user;
      timeline.in(
          user * Timeline.SECOND / users,
          () -> caller.call(who, PacedCaller.Tokens.EQUAL, () -> {}));
    }
    timeline.run(timeline.now() + 20 * Timeline.SECOND);
    List<PacedCaller.Call> calls = caller.done().subList(before, caller.done().size());
    assertThat(calls).hasSize(users);
    return calls.stream().mapToLong(PacedCaller.Call::waited).max().orElseThrow();
  }

  private void arriveTogether(PacedCaller caller, int users) {
    for (int user = 0; user < users; user++) {
      caller.call(user, PacedCaller.Tokens.EQUAL, () -> {});
    }
  }

  /** Calls of as many users, each at its own time, whether others are answered or not. */
  private void arrive(PacedCaller caller, double perSecond, long nanos) {
    double at = timeline.now();
    long end = timeline.now() + nanos;
    for (int user = 1; at < end; user++) {
      int who = user;
      timeline.at((long) at, () -> caller.call(who, PacedCaller.Tokens.EQUAL, () -> {}));
      at += random.nextExponential() / perSecond * Timeline.SECOND;
    }
    timeline.run(end + Timeline.MINUTE);
  }
}
