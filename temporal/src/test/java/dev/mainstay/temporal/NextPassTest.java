package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.temporal.sink.SinkException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** DURABLE 1 and 4: how long Temporal waits. */
class NextPassTest {
  private static final NextPass PASS =
      new NextPass(CallPolicy.defaults(), RetryPolicy.defaults(), 4, () -> 0);

  @Test
  void nextPassIsAfterTheProvidersHintAndUpToATenthOfItLater() {
    Duration hint = Duration.ofSeconds(90);

    assertThat(List.of(afterHint(hint, () -> 0), afterHint(hint, () -> -1)))
        .containsExactly(hint.plusMillis(1), Duration.ofSeconds(99));
  }

  // With all its bits set a generator gives nearly 1.
  private static Duration afterHint(Duration hint, RandomGenerator random) {
    MainstayException failed =
        MainstayException.of(
            new Failure.RateLimited(FailureDetail.of("slow down").withRetryAfter(hint)),
            MetadataJson.nothing(),
            Optional.empty(),
            List.of());
    return new NextPass(CallPolicy.defaults(), RetryPolicy.defaults(), 4, random)
        .after(failed, CallProgress.none().withCounts(1, 1), true, true, 1)
        .orElseThrow();
  }

  @Test
  void callWithoutAPlaceComesBackLaterEachTime() {
    assertThat(List.of(place(1), place(2), place(3), place(9)))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(30));
  }

  // Those whose turn is near, or who find no seat, would else come back every 8 s at the latest.
  @Test
  void handBacksOutlastTheDeadlineBeforeTheGuardIsSpent() {
    Duration near = Duration.ofMillis(50);

    assertThat(
            List.of(
                all(NextPassTest::place),
                all(attempt -> turn(near, attempt)),
                all(attempt -> seat(near, attempt))))
        .allSatisfy(all -> assertThat(all).isGreaterThan(CallPolicy.defaults().deadline()));
  }

  private static Duration all(IntFunction<Duration> wait) {
    return IntStream.range(1, Ownership.CRASH_GUARD)
        .mapToObj(wait)
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void callWithoutASeatWhoseTurnIsNearComesBackSoonAndNotAtOnce() {
    Duration near = Duration.ofMillis(50);

    assertThat(List.of(seat(near, 1), seat(near, 2), seat(near, 3), seat(near, 9)))
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(8));
  }

  @Test
  void callThatMayNotWaitSoLongComesBackInItsTurnAndLaterWhereItIsOvertaken() {
    Duration near = Duration.ofMillis(50);

    assertThat(List.of(turn(near, 1), turn(near, 2), turn(near, 3), turn(near, 9)))
        .containsExactly(near, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(8));
  }

  @Test
  void sinkThatFailsCostsAPassWhoeverOwnsTheRetries() {
    NextPass mainstays =
        new NextPass(
            CallPolicy.defaults().withOwner(RetryOwner.MAINSTAY),
            RetryPolicy.defaults(),
            4,
            () -> 0);

    for (NextPass pass : List.of(PASS, mainstays)) {
      assertThat(afterSink(pass, 1, 0)).hasValue(Duration.ofSeconds(1));
      assertThat(afterSink(pass, 2, 1)).hasValue(Duration.ofSeconds(2));
      assertThat(afterSink(pass, 3, 2)).isEmpty();
    }
    assertThat(afterSink(mainstays, 1, 4)).isEmpty();
  }

  private static Optional<Duration> afterSink(NextPass pass, int passes, int attempts) {
    MainstayException failed =
        MainstayException.of(
            new Failure.ConnectionFailed(FailureDetail.of("the sink failed")),
            MetadataJson.nothing(),
            Optional.empty(),
            List.of());
    failed.initCause(new SinkException("it is away"));
    return pass.after(failed, CallProgress.none().withCounts(passes, attempts), false, true, 1);
  }

  @Test
  void callWhoseTurnIsFarComesBackThen() {
    assertThat(turn(Duration.ofSeconds(90), 1)).isEqualTo(Duration.ofSeconds(90));
    assertThat(seat(Duration.ofSeconds(90), 1)).isEqualTo(Duration.ofSeconds(90));
  }

  private static Duration place(int attempt) {
    return turn(Duration.ZERO, attempt);
  }

  private static Duration turn(Duration in, int attempt) {
    return after(in, true, attempt);
  }

  private static Duration seat(Duration in, int attempt) {
    return after(in, false, attempt);
  }

  private static Duration after(Duration in, boolean seated, int attempt) {
    Failure failure = new Failure.NoDeployment(FailureDetail.of("all places are taken"));
    MainstayException failed =
        MainstayException.of(
            failure,
            MetadataJson.nothing(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(in),
            List.of());
    return PASS.after(failed, CallProgress.none(), false, seated, attempt).orElseThrow();
  }
}
