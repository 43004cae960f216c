package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.8, 3.3 and 3.4 as calls meet them; plain and streamed alike. */
class OutageTest {
  private final World world =
      new World()
          .group("chat", "a")
          .group("backup", "b")
          .fallback("chat", "backup")
          .retries(RetryPolicy.of(0));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void afterThreeFailuresInARowCallsGoStraightToTheFallback(Mode mode) {
    world.provider.always("a", breaks(Failures.serverError())).always("b", answer("Hi"));

    for (int i = 0; i < 6; i++) {
      assertThat(world.call(mode).text()).isEqualTo("Hi");
    }

    assertThat(world.provider.asked()).containsExactly("a", "b", "a", "b", "a", "b", "b", "b", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void retriesOfOneCallCountOnce(Mode mode) {
    world
        .retries(RetryPolicy.of(2))
        .provider
        .always("a", breaks(Failures.serverError()))
        .always("b", answer("Hi"));

    world.call(mode);
    world.call(mode);

    assertThat(world.provider.asked()).containsExactly("a", "a", "a", "b", "a", "a", "a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void connectionFailuresCountLikeAnyOther(Mode mode) {
    world.provider.always("a", breaks(Failures.connectionFailed())).always("b", answer("Hi"));

    for (int i = 0; i < 4; i++) {
      world.call(mode);
    }

    assertThat(world.provider.asked()).endsWith("b", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whoCooledDownIsProbedByOneCallAndIsBackAfterItsSuccess(Mode mode) {
    world
        .provider
        .next("a", breaks(Failures.serverError()))
        .next("a", breaks(Failures.serverError()))
        .next("a", breaks(Failures.serverError()))
        .always("a", answer("back"));
    world.provider.always("b", answer("Hi"));
    for (int i = 0; i < 3; i++) {
      world.call(mode);
    }

    assertThat(world.call(mode).text()).isEqualTo("Hi");
    world.time.advance(ofSeconds(5));

    assertThat(world.call(mode).text()).isEqualTo("back");
    assertThat(world.call(mode).text()).isEqualTo("back");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void rateLimitedDeploymentCoolsDownForItsHintAndIsThenInUseAgain(Mode mode) {
    world.provider.next("a", breaks(Failures.rateLimited(ofSeconds(20)))).always("a", answer("A"));
    world.provider.always("b", answer("B"));

    assertThat(world.call(mode).text()).isEqualTo("B");
    world.time.advance(ofSeconds(19));
    assertThat(world.call(mode).text()).isEqualTo("B");
    world.time.advance(ofSeconds(1));
    assertThat(world.call(mode).text()).isEqualTo("A");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callThatMetTheFailureKeepsItsOwnRetries(Mode mode) {
    World lone = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    lone.provider.next("a", breaks(Failures.rateLimited(ofSeconds(3)))).next("a", answer("A"));

    assertThat(lone.call(mode).text()).isEqualTo("A");
    assertThat(lone.provider.asked()).containsExactly("a", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackWhoseDeploymentsCoolDownIsPassedOver(Mode mode) {
    World three =
        new World()
            .group("chat", "a")
            .group("backup", "b")
            .group("last", "c")
            .fallback("chat", "backup", "last")
            .retries(RetryPolicy.of(0));
    three.provider.always("a", breaks(Failures.serverError()));
    three.provider.next("b", breaks(Failures.quota()));
    three.provider.always("c", answer("C"));
    three.call(mode);
    three.provider.forget();

    assertThat(three.call(mode).text()).isEqualTo("C");
    assertThat(three.provider.asked()).containsExactly("a", "c");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fullDeploymentIsPassedOverForOneWithRoom(Mode mode) {
    World two = new World().group("chat", d -> d.withMaxParallelRequests(1), "a", "b").chance(0);
    two.provider.always("a", says("A"), pauses(ofSeconds(9))).always("b", answer("B"));
    try (ChatStream held =
        two.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none())) {
      assertThat(held.nextChunk()).isPresent();

      assertThat(two.call(mode).text()).isEqualTo("B");
    }
    assertThat(two.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void outageIsServedAllAlongAndThePrimaryIsBackWithinHalfAMinute(Mode mode) {
    world.provider.always("a", breaks(Failures.connectionFailed())).always("b", answer("B"));
    for (int second = 0; second < 60; second++) {
      assertThat(world.call(mode).text()).isEqualTo("B");
      world.time.advance(ofSeconds(1));
    }
    long asked = world.provider.asked().stream().filter("a"::equals).count();
    world.provider.always("a", answer("A"));
    int seconds = 0;
    while (!world.call(mode).text().equals("A")) {
      world.time.advance(ofSeconds(1));
      seconds++;
    }

    assertThat(asked).isLessThan(10);
    assertThat(seconds).isLessThanOrEqualTo(30);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callWhoseProbeFailsGoesElsewhereAtOnce(Mode mode) {
    world.retries(RetryPolicy.of(2)).chance(0.9);
    world.provider.always("a", breaks(Failures.serverError())).always("b", answer("B"));
    for (int i = 0; i < 3; i++) {
      world.call(mode);
    }
    world.time.advance(ofSeconds(5));
    world.provider.forget();

    ChatResponse response = world.call(mode);

    assertThat(World.waits(response)).containsExactly(Duration.ZERO);
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void loneProberKeepsItsRetriesWhereThereIsNoElsewhere(Mode mode) {
    World two = new World().group("chat", "a", "b").retries(RetryPolicy.of(1)).chance(0);
    two.provider.always("a", breaks(Failures.serverError()));
    two.provider.always("b", breaks(Failures.notFound()));
    two.fail(mode);
    two.fail(mode);
    two.fail(mode);
    two.time.advance(ofSeconds(5));
    two.provider.forget();
    two.provider.next("a", breaks(Failures.serverError())).next("a", answer("A"));

    assertThat(two.call(mode).text()).isEqualTo("A");
    assertThat(two.provider.asked()).containsExactly("a", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void primaryThatFlapsForAMinuteIsUsedAgainWithin16SecondsOfItsRecovery(Mode mode) {
    for (int seconds = 40; seconds <= 80; seconds++) {
      World flapping =
          new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
      flapping.provider.always("b", answer("B"));
      flapping.provider.always("a", breaks(Failures.connectionFailed()));
      while (flapping.time.elapsed().compareTo(ofSeconds(seconds)) < 0) {
        assertThat(flapping.call(mode).text()).isEqualTo("B");
        flapping.time.advance(ofSeconds(1));
      }
      flapping.provider.always("a", answer("A"));
      long recovered = flapping.time.nanos();
      while (!flapping.call(mode).text().equals("A")) {
        flapping.time.advance(ofSeconds(1));
      }

      assertThat(flapping.time.since(recovered)).isLessThanOrEqualTo(ofSeconds(16));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void probeThatHangsHoldsItsPlaceForTenSecondsAlone(Mode mode) {
    World hanging =
        new World()
            .group("chat", "a")
            .group("backup", "b")
            .fallback("chat", "backup")
            .health(new HealthPolicy(OptionalInt.of(1), Map.of(), ofSeconds(5), true));
    hanging.provider.next("a", breaks(Failures.providerTimeout())).always("b", answer("B"));
    assertThat(hanging.call(mode).text()).isEqualTo("B");
    hanging.time.advance(ofSeconds(5));
    hanging.provider.next("a", stalls()).always("a", answer("A"));
    List<String> meanwhile = new ArrayList<>();
    for (int second = 1; second <= 11; second++) {
      hanging.time.schedule(ofSeconds(second), () -> meanwhile.add(hanging.call(mode).text()));
    }

    hanging.call(mode);

    assertThat(meanwhile.subList(0, 9)).containsOnly("B");
    assertThat(meanwhile.subList(9, 11)).containsOnly("A");
  }
}
