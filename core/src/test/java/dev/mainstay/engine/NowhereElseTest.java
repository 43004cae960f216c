package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.says;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.Fallback;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.RateLimitException;
import dev.mainstay.call.WaitReason;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SEMANTICS 3.3 where a call has nowhere else to go: a lone deployment, or none that is not cooling
 * down.
 */
class NowhereElseTest {
  private final World world =
      new World()
          .group("chat", "a")
          .group("backup", "b")
          .fallback("chat", "backup")
          .retries(RetryPolicy.of(0));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void loneDeploymentWithoutFallbackIsNeverRefused(Mode mode) {
    World lone = new World().group("chat", "a").retries(RetryPolicy.of(0));
    lone.provider.always("a", breaks(Failures.unauthenticated()));

    for (int i = 0; i < 6; i++) {
      assertThat(lone.fail(mode).failure()).isEqualTo(Failures.unauthenticated());
    }
    assertThat(lone.provider.asked()).hasSize(6);
  }

  /** A lone deployment and the fallbacks that no call to it can use: SEMANTICS 3.3. */
  enum NoFallback {
    TO_ITSELF {
      @Override
      World world(World lone) {
        return lone.fallbacks(f -> f.withDefault(List.of("chat")));
      }
    },
    TO_ITS_ALIAS {
      @Override
      World world(World lone) {
        return lone.routing(r -> r.withAliases(new Aliases(List.of(Alias.of("other", "chat")))))
            .fallback("chat", "other");
      }
    },
    MORE_THAN_MAY_BE_VISITED {
      @Override
      World world(World lone) {
        return lone.group("backup", "b").fallback("chat", "backup").fallbacks(f -> f.withMax(0));
      }
    },
    THAT_CANNOT_SERVE_IT {
      @Override
      World world(World lone) {
        return lone.group("small", NowhereElseTest::withoutRoom, "b").fallback("chat", "small");
      }
    },
    TO_ITS_ONLY_DEPLOYMENT {
      @Override
      World world(World lone) {
        return lone.group("again", "a").fallback("chat", "again");
      }
    },
    TO_ITSELF_BY_ANOTHER_ID {
      @Override
      World world(World lone) {
        return lone.group("again", d -> d.withId("a#2").withRpm(10), "a").fallback("chat", "again");
      }
    };

    abstract World world(World lone);
  }

  @ParameterizedTest
  @EnumSource(NoFallback.class)
  void fallbackThatACallCannotUseIsNone(NoFallback fallback) {
    World lone = fallback.world(new World().group("chat", "a").retries(RetryPolicy.of(0)));
    lone.provider.always("a", breaks(Failures.serverError()));

    ChatRequest request = ChatRequest.of("chat", "Hello ".repeat(10));

    for (int i = 0; i < 6; i++) {
      assertThatExceptionOfType(MainstayException.class)
          .isThrownBy(() -> lone.engine().chat(request, CallOptions.none()))
          .extracting(MainstayException::failure)
          .isEqualTo(Failures.serverError());
    }

    assertThat(lone.provider.asked()).hasSizeGreaterThanOrEqualTo(6).containsOnly("a");
    assertThat(lone.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void deploymentThatItsGroupListsTwiceIsALoneOne(Mode mode) {
    AtomicInteger ids = new AtomicInteger();
    World twice =
        new World()
            .group("chat", d -> d.withId("a#" + ids.incrementAndGet()), "a", "a")
            .retries(RetryPolicy.of(0));
    twice.provider.always("a", breaks(Failures.serverError()));

    for (int i = 0; i < 12; i++) {
      assertThat(twice.fail(mode).failure()).isEqualTo(Failures.serverError());
    }
    assertThat(twice.provider.asked()).hasSize(12);
    assertThat(twice.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void sameModelWithAnotherKeyIsSomebodyElse(Mode mode) {
    World keys =
        new World()
            .group("chat", d -> d.withKey("one"), "a")
            .group("again", d -> d.withId("a#2").withKey("two"), "a")
            .fallback("chat", "again")
            .retries(RetryPolicy.of(0));
    keys.provider.always("a", breaks(Failures.unauthenticated()));

    keys.fail(mode);
    keys.fail(mode);

    assertThat(keys.provider.asked()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void filteredAnswerIsASuccessWhereItsOwnListLeadsNowhereElse(Mode mode) {
    World lone =
        new World()
            .group("chat", "a")
            .fallbacks(f -> f.withContentPolicy(Map.of("chat", List.of("chat"))));
    lone.provider.always("a", says(new Finished(FinishReason.CONTENT_FILTER, "filtered")));

    assertThat(lone.call(mode).finishReason()).hasValue(FinishReason.CONTENT_FILTER);
  }

  private static Deployment withoutRoom(Deployment deployment) {
    return deployment.withInfo(ModelInfo.unknown().withMaxInputTokens(1));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void requestWithoutFallbacksIsNotRefusedByALoneDeploymentThatCoolsDown(Mode mode) {
    world.provider.always("a", breaks(Failures.notFound())).always("b", answer("Hi"));
    world.call(mode);

    MainstayException exception = world.fail(mode, CallOptions.none().withoutFallbacks());

    assertThat(exception.failure()).isEqualTo(Failures.notFound());
    assertThat(world.provider.asked()).containsExactly("a", "b", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void storyTellsThatNobodyWasAsked(Mode mode) {
    world.provider.always("a", breaks(Failures.quota())).always("b", answer("Hi"));
    world.call(mode);

    ChatResponse response = world.call(mode);

    assertThat(response.metadata().attempts()).hasSize(1);
    assertThat(response.metadata().fallbacks())
        .containsExactly(new Fallback("chat", "backup", Failures.quota()));
    assertThat(response.metadata().retryCount()).isZero();
  }

  /** SEMANTICS 3.5: if all fail, the caller gets the first group's failure. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatKeepsOutOfTheFirstGroupIsToldThoughAFallbackFailed(Mode mode) {
    world.provider.always("a", breaks(Failures.quota()));
    world.provider.always("b", breaks(Failures.serverError()));
    world.fail(mode);
    world.provider.forget();

    MainstayException exception = world.fail(mode);

    assertThat(world.provider.asked()).containsExactly("b");
    assertThat(exception.failure()).isEqualTo(Failures.quota());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whereAllCoolDownForTheSakeOfAKeyTheCallEndsAtOnceToldAsThat(Mode mode) {
    World two = new World().group("chat", "a", "b").retries(RetryPolicy.of(2));
    two.provider.always("a", breaks(Failures.unauthenticated()));
    two.provider.always("b", breaks(Failures.permissionDenied()));
    two.fail(mode);
    two.provider.forget();

    MainstayException exception = two.fail(mode);

    assertThat(exception.failure().kind()).isIn("Unauthenticated", "PermissionDenied");
    assertThat(two.provider.asked()).isEmpty();
    assertThat(exception.metadata().attempts()).isEmpty();
    assertThat(exception.metadata().duration()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whereAllCoolDownOneWaitsForTheFirstToWake(Mode mode) {
    World two = afterCooldowns(mode, ofSeconds(30), ofSeconds(12));

    ChatResponse response = two.call(mode);

    assertThat(response.text()).isEqualTo("B");
    assertThat(response.metadata().attempts().getFirst().waitBefore()).isEqualTo(ofSeconds(12));
    assertThat(two.events)
        .filteredOn(CallEvent.Waiting.class::isInstance)
        .last()
        .isEqualTo(
            new CallEvent.Waiting(
                response.metadata().callId(), ofSeconds(12), "scripted/b", WaitReason.COOLDOWN));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nobodyWaitsForAKeyThatIsWrong(Mode mode) {
    World two = new World().group("chat", "a", "b").retries(RetryPolicy.of(1)).chance(0);
    two.provider.next("a", breaks(Failures.unauthenticated()));
    two.provider.next("b", breaks(Failures.rateLimited(ofSeconds(100))));
    two.fail(mode);

    MainstayException exception = two.fail(mode);

    assertThat(exception.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(exception.failure().retryAfter()).hasValue(ofSeconds(100));
    assertThat(exception.metadata().duration()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void waitThatIsTooLongEndsAtOnceWithTheTimeToTryAgain(Mode mode) {
    World two = afterCooldowns(mode, ofSeconds(300), ofSeconds(120));

    MainstayException exception = two.fail(mode);

    assertThat(exception).isInstanceOf(RateLimitException.class);
    assertThat(exception.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(exception.failure().retryAfter()).hasValue(ofSeconds(120));
    assertThat(exception.failure().detail().status()).hasValue(429);
    assertThat(exception.metadata().duration()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void waitAcrossTheDeadlineIsNotBegun(Mode mode) {
    World two = afterCooldowns(mode, ofSeconds(30), ofSeconds(12));

    MainstayException exception = two.fail(mode, CallOptions.none().withTimeout(ofSeconds(12)));

    assertThat(exception.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(exception.metadata().duration()).isZero();
  }

  // Both deployments of a group rest on their rate limits.
  private static World afterCooldowns(Mode mode, Duration first, Duration second) {
    World two = new World().group("chat", "a", "b").retries(RetryPolicy.of(1)).chance(0);
    two.provider
        .next("a", breaks(Failures.rateLimited(first)))
        .next("b", breaks(Failures.rateLimited(second)));
    two.provider.always("a", answer("A")).always("b", answer("B"));
    MainstayException exception = two.fail(mode, CallOptions.none().withTimeout(ofSeconds(1)));
    assertThat(exception.metadata().attempts()).hasSize(2);
    assertThat(List.copyOf(two.provider.asked())).containsExactly("a", "b");
    return two;
  }
}
