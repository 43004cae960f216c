package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.Fallback;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.WaitReason;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.time.CrowdTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.4 and 3.5: a group where nobody was asked is gone back to behind its fallbacks. */
@Timeout(60)
class WayBackTest {
  private final World world =
      new World()
          .group("chat", "a")
          .group("backup", "b")
          .fallback("chat", "backup")
          .retries(RetryPolicy.of(0));

  /** Of a crowd that must wait longer than anybody does beside a fallback. */
  @Test
  void nobodyIsLostToAFallbackThatIsDead() {
    CrowdTime time = new CrowdTime();
    BusyProvider provider =
        new BusyProvider(time, ofMillis(10))
            .fails(
                "dead",
                Collections.nCopies(1_000, Failures.connectionFailed()).toArray(Failure[]::new));
    World crowd =
        new World()
            .clock(time)
            .providers(deployment -> provider)
            .group("chat", d -> d.withRpm(60), "a")
            .group("other", "dead")
            .fallbacks(f -> f.withDefault(List.of("other")));
    List<String> answers = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();

    time.run(
        IntStream.range(0, 200)
            .<Runnable>mapToObj(i ->
                () -> {
                  try {
                    ChatRequest request = ChatRequest.of("chat", "caller " + i);
                    answers.add(crowd.engine().chat(request, CallOptions.none()).text());
                  } catch (MainstayException e) {
                    failures.add(e.failure());
                  }
                })
            .toList());

    assertThat(failures).isEmpty();
    assertThat(answers).hasSize(200).containsOnly("a");
    assertThat(provider.asked).as("some did go there").anyMatch(asked -> asked.startsWith("dead"));
    assertThat(time.elapsed()).isLessThan(ofSeconds(240));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void cooldownIsWaitedForWhereTheFallbackFails(Mode mode) {
    sendIntoCooldown(mode, Failures.serverError());
    world.provider.always("b", breaks(Failures.connectionFailed()));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("A");
    assertThat(world.provider.asked()).containsExactly("b", "a");
    assertThat(response.metadata().fallbacks())
        .extracting(Fallback::from, Fallback::to)
        .containsExactly(tuple("chat", "backup"), tuple("backup", "chat"));
    assertThat(response.metadata().waitReasons()).containsExactly(WaitReason.COOLDOWN);
  }

  /** Whatever it was that the fallback said: the group that was asked for has said nothing. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void failureOfAFallbackThatGoesNowhereElseEndsOnlyThatHop(Mode mode) {
    sendIntoCooldown(mode, Failures.serverError());
    world.provider.always("b", breaks(Failures.badRequest()));

    assertThat(world.call(mode).text()).isEqualTo("A");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatItSaysThenIsToldThoughTheFallbackHasFailedBefore(Mode mode) {
    sendIntoCooldown(mode, Failures.serverError());
    world.provider.always("b", breaks(Failures.connectionFailed()));
    world.provider.always("a", breaks(Failures.badRequest()));

    assertThat(world.fail(mode).failure()).isEqualTo(Failures.badRequest());
    assertThat(world.provider.asked()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void groupWhereSomebodyWasAskedIsNotVisitedTwice(Mode mode) {
    world.provider.always("a", breaks(Failures.serverError()));
    world.provider.always("b", breaks(Failures.connectionFailed()));

    assertThat(world.fail(mode).failure()).isEqualTo(Failures.serverError());
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nobodyGoesBackForAKeyThatIsWrong(Mode mode) {
    sendIntoCooldown(mode, Failures.unauthenticated());
    world.provider.always("b", breaks(Failures.connectionFailed()));

    assertThat(world.fail(mode).failure()).isEqualTo(Failures.unauthenticated());
    assertThat(world.provider.asked()).containsExactly("b");
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callGoesBackOnceAlone(Mode mode) {
    sendIntoCooldown(mode, Failures.serverError());
    world.provider.always("b", breaks(Failures.connectionFailed()));
    world.provider.always("a", breaks(Failures.serverError()));

    assertThat(world.fail(mode).failure()).isEqualTo(Failures.serverError());
    assertThat(world.provider.asked()).containsExactly("b", "a");
  }

  // A call that fails at a, which rests from then on; b serves it.
  private void sendIntoCooldown(Mode mode, Failure failure) {
    world.health(new HealthPolicy(OptionalInt.of(1), Map.of(), ofSeconds(5), true));
    world.provider.always("a", breaks(failure)).always("b", answer("B"));
    world.call(mode);
    world.provider.forget();
    world.provider.always("a", answer("A"));
  }
}
