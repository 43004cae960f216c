package dev.mainstay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.Usage;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.TagMatching;
import dev.mainstay.schema.RecordMirror;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody who sets one thing has to say all the others. */
class WithersTest {
  static Stream<Arguments> changes() {
    HealthPolicy health = HealthPolicy.defaults();
    RetryBudget budget = RetryBudget.defaults();
    PacingPolicy pacing = PacingPolicy.defaults();
    Backoff backoff = Backoff.defaults();
    WaitLimits waits = WaitLimits.none();
    Preselection preselection = Preselection.defaults();
    TokenPrices prices = TokenPrices.of(1, 2);
    Usage usage = Usage.of(7, 5);
    Duration week = Duration.ofDays(7);
    return Stream.of(
        Arguments.of(health, health.withAllowedFails(5), "allowedFails"),
        Arguments.of(health, health.withAllowedFails(RetryKind.TIMEOUT, 5), "allowedFailsByKind"),
        Arguments.of(health, health.withCooldown(week), "cooldown"),
        Arguments.of(health, health.withEnabled(false), "enabled"),
        Arguments.of(budget, budget.withShare(0.5), "share"),
        Arguments.of(budget, budget.withLeast(7), "least"),
        Arguments.of(pacing, pacing.withEnabled(false), "enabled"),
        Arguments.of(pacing, pacing.withMaxQueue(7), "maxQueue"),
        Arguments.of(pacing, pacing.withMaxQueueWait(week), "maxQueueWait"),
        Arguments.of(backoff, backoff.withBaseDelay(Duration.ofMillis(7)), "baseDelay"),
        Arguments.of(backoff, backoff.withMaxDelay(week), "maxDelay"),
        Arguments.of(backoff, backoff.withMinDelay(Duration.ofMillis(7)), "minDelay"),
        Arguments.of(backoff, backoff.withMaxRetryWait(week), "maxRetryWait"),
        Arguments.of(backoff, backoff.withFallbackPatience(week), "fallbackPatience"),
        Arguments.of(waits, waits.withBeforeRetry(week), "beforeRetry"),
        Arguments.of(waits, waits.withInLine(week), "inLine"),
        Arguments.of(waits, waits.withRoom(WaitingRoom.of(1)), "room"),
        Arguments.of(preselection, preselection.withTags(TagMatching.ANY), "tags"),
        Arguments.of(preselection, preselection.withChecks(false), "checks"),
        Arguments.of(prices, prices.withCached(3), "cached"),
        Arguments.of(prices, prices.withCacheWrite(3), "cacheWrite"),
        Arguments.of(prices, prices.withReasoning(3), "reasoning"),
        Arguments.of(usage, usage.withCachedTokens(3), "cachedTokens"),
        Arguments.of(usage, usage.withReasoningTokens(3), "reasoningTokens"),
        Arguments.of(usage, usage.withCacheWriteTokens(3), "cacheWriteTokens"),
        Arguments.of(usage, usage.withHourCacheWriteTokens(3), "hourCacheWriteTokens"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void witherChangesItsSettingAndNothingElse(Record before, Record after, String setting) {
    assertThat(differing(before, after)).containsExactly(setting);
  }

  @Test
  void countsOfKindsAreAddedToThoseThatAreSet() {
    HealthPolicy policy =
        HealthPolicy.defaults()
            .withAllowedFails(4)
            .withAllowedFails(RetryKind.TIMEOUT, 1)
            .withAllowedFails(RetryKind.SERVER_ERROR, 2);

    assertThat(policy.allowedFails()).isEqualTo(OptionalInt.of(4));
    assertThat(policy.allowedFailsByKind())
        .containsOnly(Map.entry(RetryKind.TIMEOUT, 1), Map.entry(RetryKind.SERVER_ERROR, 2));
  }

  private static List<String> differing(Record one, Record other) {
    RecordMirror mirror = RecordMirror.of(one.getClass());
    List<@Nullable Object> before = mirror.values(one);
    List<@Nullable Object> after = mirror.values(other);
    return IntStream.range(0, before.size())
        .filter(i -> !Objects.equals(before.get(i), after.get(i)))
        .mapToObj(i -> mirror.components().get(i).getName())
        .toList();
  }
}
