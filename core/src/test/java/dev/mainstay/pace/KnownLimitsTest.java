package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pacer tells its deployment's owner of the limits. */
class KnownLimitsTest {
  private static final Estimate ESTIMATE = new Estimate(100, 0);
  private static final long SECOND = Timeline.SECOND;

  @Test
  void ofAnUnknownDeploymentIsToldWhatIsTried() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    pacer.enter(ESTIMATE, 0);

    assertThat(told(pacer, 0))
        .containsExactly(
            "TRIED 3840 REQUESTS in PT1M, 15 at once", "TRIED 16 under way, 15 at once");
  }

  @Test
  void givenLimitsAreToldAsTheyWereGiven() {
    Pacer pacer =
        Pacer.of(
            GivenLimits.none()
                .withRequestsPerMinute(600)
                .withTokensPerMinute(60_000)
                .withInFlight(20),
            0);
    pacer.enter(ESTIMATE, 0);

    assertThat(told(pacer, 0))
        .containsExactly(
            "GIVEN 600 REQUESTS in PT1M, 587 at once",
            "GIVEN 60000 TOKENS in PT1M, 58400 at once",
            "TRIED 98 REQUESTS in PT1S, 15 at once",
            "GIVEN 20 under way, 19 at once");
  }

  @Test
  void whetherAGivenLimitIsKeptByTheSecondIsToldWhenItIsLearnt() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(6_000), 0);
    for (int i = 0; i < 90; i++) {
      pacer.enter(ESTIMATE, 0);
    }
    Reservation many = pacer.enter(ESTIMATE, SECOND / 20);
    for (int i = 0; i < 40; i++) {
      many = pacer.enter(ESTIMATE, SECOND / 20);
    }

    many.refused(Optional.empty(), SECOND / 10);

    assertThat(told(pacer, SECOND / 10))
        .anyMatch(line -> line.startsWith("LEARNT 98 REQUESTS in PT1S"));
  }

  /** It got there when there was room again; those before and behind it did not. */
  @Test
  void whatIsTakenSinceItArrivedLateIsNoProofThatItIsNotKeptSo() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(6_000), 0);
    List<Reservation> many = crowd(pacer, 150);

    many.get(140).succeeded(0, 0, SECOND / 2);
    many.subList(141, 143).forEach(call -> call.refused(Optional.empty(), SECOND / 2));

    assertThat(told(pacer, SECOND / 2))
        .anyMatch(line -> line.startsWith("LEARNT 98 REQUESTS in PT1S"));
  }

  @Test
  void norIsOneRefusalAmongMoreThatWereTakenAProofThatItIs() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(6_000), 0);
    List<Reservation> many = crowd(pacer, 150);

    many.subList(140, 142).forEach(call -> call.succeeded(0, 0, SECOND / 2));
    many.get(142).refused(Optional.empty(), SECOND / 2);

    assertThat(told(pacer, SECOND / 2))
        .noneMatch(line -> line.startsWith("LEARNT 98 REQUESTS in PT1S"));
  }

  private static List<Reservation> crowd(Pacer pacer, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> pacer.enter(ESTIMATE, i < 90 ? 0 : SECOND / 20))
        .toList();
  }

  @Test
  void toldLimitsAreAllThatIsKnownWhereTheyAre() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);

    one.told(
        List.of(
            new ToldLimit(
                Quantity.REQUESTS, 100, 40, Optional.empty(), Optional.of(Duration.ofSeconds(36)))),
        SECOND);

    assertThat(told(pacer, SECOND)).containsExactly("TOLD 100 REQUESTS in PT1M, 40 at once");
  }

  @Test
  void limitsOfSeveralPeriodsAreToldWhereAnAnswerTellsThemAll() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);

    pacer
        .enter(ESTIMATE, 0)
        .told(List.of(of(Duration.ofSeconds(10), 20), of(ToldLimit.MINUTE, 60)), 0);

    assertThat(told(pacer, 0))
        .containsExactly(
            "TOLD 20 REQUESTS in PT10S, 7 at once", "TOLD 60 REQUESTS in PT1M, 7 at once");
  }

  /** So a provider that tells ever others fills no memory. */
  @Test
  void periodThatIsNoLongerToldHoldsNobodyBack() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);

    for (int seconds = 1; seconds < 1_000; seconds++) {
      pacer
          .enter(ESTIMATE, seconds * SECOND)
          .told(List.of(of(Duration.ofSeconds(seconds), 60)), seconds * SECOND);
    }

    assertThat(told(pacer, 1_000 * SECOND))
        .containsExactly("TOLD 60 REQUESTS in PT16M39S, 7 at once");
  }

  private static ToldLimit of(Duration period, long limit) {
    return new ToldLimit(Quantity.REQUESTS, limit, 7, Optional.of(period), Optional.empty());
  }

  @Test
  void whatRefusalsTaughtIsTold() {
    Pacer ofRate = after(100, ProviderLimit.bucket(Quantity.REQUESTS, 50 * 60, 50));
    Pacer ofPlaces = after(100, ProviderLimit.inFlight(20));

    assertThat(ofRate.limits(100 * SECOND))
        .filteredOn(limit -> limit.source() == KnownLimit.Source.LEARNT)
        .filteredOn(limit -> limit.period().isPresent())
        .singleElement()
        .satisfies(limit -> assertThat(limit.most()).isBetween(0.8 * 50 * 60, 1.3 * 50 * 60));
    assertThat(ofPlaces.limits(100 * SECOND))
        .filteredOn(limit -> limit.source() == KnownLimit.Source.LEARNT)
        .filteredOn(limit -> limit.period().isEmpty())
        .singleElement()
        .satisfies(limit -> assertThat(limit.most()).isBetween(18.0, 24.0));
  }

  @Test
  void whoAsksChangesNothing() {
    Pacer asked = Pacer.of(GivenLimits.none().withRequestsPerMinute(60), 0);
    Pacer other = Pacer.of(GivenLimits.none().withRequestsPerMinute(60), 0);

    for (int i = 0; i < 200; i++) {
      long now = i * SECOND / 10;
      assertThat(asked.hold(ESTIMATE, now)).isEqualTo(other.hold(ESTIMATE, now));
      asked.limits(now);
      if (asked.hold(ESTIMATE, now).isEmpty()) {
        asked.enter(ESTIMATE, now);
        other.enter(ESTIMATE, now);
      }
    }
  }

  private static Pacer after(int seconds, ProviderLimit limit) {
    Timeline timeline = new Timeline();
    SplittableRandom random = new SplittableRandom(3);
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    LimitingProvider provider = new LimitingProvider(timeline, random.split()).with(limit);
    PacedCaller caller = new PacedCaller(timeline, provider, random.split(), Optional.of(pacer));
    for (int user = 0; user < 200; user++) {
      int who = user;
      timeline.at(0, () -> caller.converse(who, 10_000, PacedCaller.Tokens.EQUAL));
    }
    timeline.run(seconds * SECOND);
    return pacer;
  }

  private static List<String> told(Pacer pacer, long now) {
    return pacer.limits(now).stream()
        .map(limit ->
            String.format(
                Locale.ROOT,
                "%s %.0f %s, %.0f at once",
                limit.source(),
                limit.most(),
                limit
                    .period()
                    .map(period -> limit.quantity() + " in " + period)
                    .orElse("under way"),
                limit.available()))
        .toList();
  }
}
