package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A provider that refuses for what others do, or for nothing, is not taken for a slow one: what
 * docs/pressure.md promises of it.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnrelatedRefusalsTest {
  private static final long SECOND = Timeline.SECOND;
  private static final long MINUTE = Timeline.MINUTE;
  private static final int TOGETHER = 100_000;

  private final Timeline timeline = new Timeline();
  private final SplittableRandom random = new SplittableRandom(3);
  private final LimitingProvider provider = new LimitingProvider(timeline, random.split());

  @ParameterizedTest
  @CsvSource({"0.1, 1", "0.1, 20", "1, 1", "1, 20", "5, 1", "5, 20"})
  void whoComesAfterARefusingSpellWaitsTwelveSecondsAtMostAndAMinuteLaterNotAtAll(
      double perSecond, long seconds) {
    long back = 2 * MINUTE + seconds * SECOND;
    provider.answersIn(3).with(ProviderLimit.refusing(at -> at >= 2 * MINUTE && at < back));

    PacedCaller caller = caller(GivenLimits.none());
    arrive(caller, perSecond, back + 10 * MINUTE);

    assertThat(longestWait(caller, back, back + MINUTE)).isLessThan(12 * SECOND);
    assertThat(longestWait(caller, back + MINUTE, Long.MAX_VALUE)).isLessThan(SECOND);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 20", "1, 20", "5, 20"})
  void soItIsWhereALimitIsGiven(double perSecond, long seconds) {
    long back = 2 * MINUTE + seconds * SECOND;
    provider.answersIn(3).with(ProviderLimit.refusing(at -> at >= 2 * MINUTE && at < back));

    PacedCaller caller = caller(GivenLimits.none().withRequestsPerMinute(6_000));
    arrive(caller, perSecond, back + 10 * MINUTE);

    assertThat(longestWait(caller, back, back + MINUTE)).isLessThan(12 * SECOND);
    assertThat(longestWait(caller, back + MINUTE, Long.MAX_VALUE)).isLessThan(SECOND);
  }

  @Test
  void twentyAtOnceGoOutAtOnceHalfAMinuteAfterARefusingSpell() {
    long back = 2 * MINUTE + 20 * SECOND;
    provider.answersIn(3).with(ProviderLimit.refusing(at -> at >= 2 * MINUTE && at < back));
    PacedCaller caller = caller(GivenLimits.none());

    together(caller, 20, back + 30 * SECOND);
    arrive(caller, 1, back + 10 * MINUTE);

    assertThat(longestWaitOfThoseTogether(caller, back)).isLessThan(3 * SECOND / 2);
  }

  /** All of them were refused, so it was not for how many they were. */
  @Test
  void twentyThatWereRefusedTogetherDoNotMakeTheNextTwentyGoOneByOne() {
    provider.answersIn(3).with(ProviderLimit.refusing(at -> at < SECOND / 2));
    PacedCaller caller = caller(GivenLimits.none());

    for (int i = 0; i < 5; i++) {
      together(caller, 20, i * 30 * SECOND);
    }
    timeline.run(10 * MINUTE);

    assertThat(caller.done()).hasSize(100);
    assertThat(longestWaitOfThoseTogether(caller, 0)).isLessThan(6 * SECOND);
    assertThat(longestWaitOfThoseTogether(caller, 30 * SECOND)).isLessThan(2 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1})
  void oneInTwentyThatIsRefusedByChanceCostsLightTrafficASecond(double perSecond) {
    SplittableRandom chance = new SplittableRandom(11);
    provider.answersIn(3).with(ProviderLimit.refusing(at -> chance.nextInt(20) == 0));

    PacedCaller caller = caller(GivenLimits.none());
    arrive(caller, perSecond, 20 * MINUTE);

    assertThat(caller.lost()).isZero();
    assertThat(averageWait(caller)).isLessThan(1.5 * SECOND);
  }

  /** It waits for itself alone: no rate of its own making is measured by that. */
  @Test
  void whoCallsOneByOneIsNotHeldBackForWhatWasRefused() {
    boolean[] refuses = new boolean[1];
    provider.answersIn(0.03).with(ProviderLimit.refusing(at -> refuses[0]));
    PacedCaller caller = caller(GivenLimits.none());
    converse(caller, 40, refuses);
    timeline.run(30 * MINUTE);
    refuses[0] = false;

    long later = timeline.now() + SECOND;
    together(caller, 20, later);
    timeline.run(later + 10 * MINUTE);

    assertThat(longestWaitOfThoseTogether(caller, later)).isLessThan(9 * SECOND);
  }

  /** Every second of its calls is refused. */
  private void converse(PacedCaller caller, int calls, boolean[] refuses) {
    refuses[0] = calls % 2 == 0;
    if (calls > 0) {
      timeline.in(
          0,
          () ->
              caller.call(1, PacedCaller.Tokens.EQUAL, () -> converse(caller, calls - 1, refuses)));
    }
  }

  private PacedCaller caller(GivenLimits given) {
    return new PacedCaller(
        timeline, provider, random.split(), Optional.of(Pacer.of(given, timeline.now())));
  }

  private void together(PacedCaller caller, int count, long at) {
    for (int i = 0; i < count; i++) {
      int user = TOGETHER + i;
      timeline.at(at, () -> caller.call(user, PacedCaller.Tokens.EQUAL, () -> {}));
    }
  }

  /** Calls of as many users, each at its own time, whether others are answered or not. */
  private void arrive(PacedCaller caller, double perSecond, long until) {
    double at = 0;
    for (int user = 1; at < until; user++) {
      int who = user;
      timeline.at((long) at, () -> caller.call(who, PacedCaller.Tokens.EQUAL, () -> {}));
      at += random.nextExponential() / perSecond * SECOND;
    }
    timeline.run(until + 10 * MINUTE);
  }

  private static long longestWait(PacedCaller caller, long from, long to) {
    return Arrays.stream(waits(caller, call -> call >= from && call < to)).max().orElseThrow();
  }

  private static long longestWaitOfThoseTogether(PacedCaller caller, long from) {
    return caller.done().stream()
        .filter(call -> call.user >= TOGETHER && call.begunAt >= from)
        .mapToLong(PacedCaller.Call::waited)
        .max()
        .orElseThrow();
  }

  private static double averageWait(PacedCaller caller) {
    return Arrays.stream(waits(caller, any -> true)).average().orElseThrow();
  }

  private static long[] waits(PacedCaller caller, LongPredicate begun) {
    return caller.done().stream()
        .filter(call -> begun.test(call.begunAt))
        .mapToLong(PacedCaller.Call::waited)
        .toArray();
  }
}
