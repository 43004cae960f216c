package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.WaitReason;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.routing.Strategy;
import dev.mainstay.time.CrowdTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 4.1 and 4.2: whoever hears of a wait hears whom and what it is for. */
@Timeout(30)
class AwaitedTest {
  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  private final World world =
      new World()
          .clock(time)
          .providers(deployment -> provider)
          .routing(routing -> routing.withStrategy(Strategy.costBased()));
  private final List<ChatResponse> answers = new ArrayList<>();

  /** A fallback is free, and is not turned to, since its turn comes before it loses patience. */
  @Test
  void turnIsWaitedForAtTheDeploymentWhereItIs() {
    world
        .group("chat", d -> d.withRpm(1), "a")
        .group("backup", "b")
        .fallback("chat", "backup")
        .backoff(Backoff.defaults().withFallbackPatience(ofSeconds(70)));

    time.run(List.of(this::ask, this::ask));

    assertThat(provider.asked).containsExactly("a: Hi", "a: Hi");
    assertThat(awaited()).containsExactly("scripted/a for RATE");
  }

  @Test
  void oneThatIsGoneBackToIsNamedBeforeItIsFree() {
    provider.fails("a", Failures.rateLimited(ofSeconds(5))).fails("b", Failures.notFound());
    world
        .group("chat", "a", "b")
        .group("backup", "c")
        .fallback("chat", "backup")
        .retries(RetryPolicy.of(2));

    time.run(List.of(this::ask));

    assertThat(provider.asked).containsExactly("a: Hi", "b: Hi", "a: Hi");
    assertThat(awaited()).containsExactly("scripted/a for RETRY");
  }

  @Test
  void oneThatIsAskedAgainIsNamed() {
    provider.fails("a", Failures.serverError());
    world.group("chat", "a").retries(RetryPolicy.of(1));

    time.run(List.of(this::ask));

    assertThat(awaited()).containsExactly("scripted/a for RETRY");
  }

  /** SEMANTICS 4.1: it waits for a retry, and then for the place that was taken meanwhile. */
  @ParameterizedTest
  @CsvSource({"10, RETRY", "3000, PLACE"})
  void attemptTellsTheSumOfItsWaitsAndWhatTheLongestWasFor(long attempt, WaitReason longest) {
    provider.slow("a", ofMillis(attempt)).fails("a", Failures.serverError());
    world.group("chat", d -> d.withMaxParallelRequests(1), "a").retries(RetryPolicy.of(1));

    time.run(
        List.of(
            this::ask,
            () -> {
              time.park(ofMillis(attempt + 995));
              ask();
            }));

    Attempt retry = answers.getLast().metadata().attempts().getLast();
    assertThat(retry.waitBefore()).isEqualTo(ofMillis(1_000 + attempt - 5));
    assertThat(retry.waitReason()).hasValue(longest);
    assertThat(answers.getFirst().metadata().attempts().getFirst().waitReason()).isEmpty();
  }

  private List<String> awaited() {
    return world.events.stream()
        .filter(CallEvent.Waiting.class::isInstance)
        .map(CallEvent.Waiting.class::cast)
        .map(wait -> wait.deployment() + " for " + wait.reason())
        .toList();
  }

  private void ask() {
    try {
      answers.add(world.engine().chat(ChatRequest.of("chat", "Hi"), CallOptions.none()));
    } catch (MainstayException e) {
      throw new AssertionError(e);
    }
  }
}
