package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.routing.Strategy;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 5.1: whoever gets no place in a line is told so, or goes elsewhere; none asks on. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostTurnTest {
  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  private final World world = new World().clock(time).providers(deployment -> provider).chance(0);
  private final List<Failure> failures = new ArrayList<>();
  private final List<Optional<Duration>> notWaited = new ArrayList<>();

  @Test
  void refusedCallWaitsBeforeTheOthersThoughTheLineIsFull() {
    provider.fails("a", Failures.rateLimited());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .retries(RetryPolicy.of(1))
        .pacing(PacingPolicy.defaults().withMaxQueue(1));

    time.run(List.of(() -> ask("0"), () -> ask("1")));

    assertThat(failures).isEmpty();
    assertThat(provider.asked).hasSize(3);
  }

  /** It does not stand aside for its own pause first, in which all of them would pass it. */
  @Test
  void refusedCallWaitsItsTurnWhereOthersWait() {
    provider.fails("a", Failures.rateLimited());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .retries(RetryPolicy.of(1))
        .backoff(Backoff.defaults().withMinDelay(ofSeconds(10)));

    time.run(List.of(() -> ask("0"), () -> ask("1"), () -> ask("2"), () -> ask("3")));

    assertThat(failures).isEmpty();
    assertThat(provider.asked).containsExactly("a: 0", "a: 1", "a: 0", "a: 2", "a: 3");
    assertThat(time.elapsed()).isLessThan(ofSeconds(3));
  }

  @Test
  void restThatIsLongerThanItMayWaitInLineIsHandedBack() {
    provider.fails("a", Failures.rateLimited(ofSeconds(20)));
    provider.fails("b", Failures.rateLimited(ofSeconds(30)));
    world.group("chat", "a", "b").group("a", "a").group("b", "b").retries(RetryPolicy.of(0));
    time.run(
        List.of(
            () -> call(ChatRequest.of("a", "Hi"), CallOptions.none()),
            () -> call(ChatRequest.of("b", "Hi"), CallOptions.none())));
    notWaited.clear();
    CallOptions options =
        CallOptions.none().withWaitLimits(new WaitLimits(ofSeconds(60), ofSeconds(5)));

    time.run(List.of(() -> call(ChatRequest.of("chat", "Hi"), options)));

    assertThat(notWaited).singleElement().isEqualTo(Optional.of(ofMillis(20_000)));
    assertThat(time.elapsed()).isEqualTo(ofMillis(10));
  }

  /** There is room for a small one, so that it looks open to whoever asks for nothing yet. */
  @Test
  void retryThatIsTooLargeForTheOtherDeploymentNowWaitsForItsTurnThere() {
    provider.fails("a", Failures.notFound());
    world
        .group("chat", d -> d.model().equals("b") ? d.withTpm(30_000).withOrder(2) : d, "a", "b")
        .group("b", d -> d.withTpm(30_000).withOrder(2), "b")
        .routing(routing -> routing.withStrategy(Strategy.costBased()))
        .retries(RetryPolicy.of(1));

    time.run(
        List.of(
            () -> call(large("b"), CallOptions.none()),
            () -> {
              time.park(ofMillis(100));
              call(large("chat"), CallOptions.none());
            }));

    assertThat(failures).isEmpty();
    assertThat(provider.asked).containsExactly("b: Hi", "a: Hi", "b: Hi");
    assertThat(time.elapsed()).isBetween(ofSeconds(20), ofSeconds(62));
  }

  /** Only places are counted, so that nobody goes before others. */
  @Test
  void refusedCallThatFindsTheLineFullEndsByItsRefusalWherePacingIsOff() {
    provider.fails("a", Failures.rateLimited());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .retries(RetryPolicy.of(1))
        .chance(0.5)
        .pacing(PacingPolicy.defaults().withMaxQueue(1).withEnabled(false));

    time.run(
        List.of(
            () -> ask("0"),
            () -> ask("1"),
            () -> later(ofMillis(1_005), "2"),
            () -> later(ofMillis(1_006), "3")));

    assertThat(failures).containsExactly(Failures.rateLimited());
    assertThat(provider.asked).containsExactly("a: 0", "a: 1", "a: 2", "a: 3");
  }

  @Test
  void nobodyWaitsForARestWhereNobodyMayWait() {
    provider.fails("a", Failures.rateLimited(ofSeconds(20)));
    provider.fails("b", Failures.rateLimited(ofSeconds(30)));
    world.group("chat", "a", "b").group("a", "a").group("b", "b").retries(RetryPolicy.of(0));
    world.pacing(PacingPolicy.defaults().withMaxQueue(0));
    time.run(
        List.of(
            () -> call(ChatRequest.of("a", "Hi"), CallOptions.none()),
            () -> call(ChatRequest.of("b", "Hi"), CallOptions.none())));
    failures.clear();

    time.run(List.of(() -> ask("0")));

    assertThat(failures).singleElement().isInstanceOf(Failure.NoDeployment.class);
    assertThat(failures.getFirst().retryAfter()).hasValue(ofSeconds(20));
    assertThat(time.elapsed()).isEqualTo(ofMillis(10));
  }

  @Test
  void norForAProbe() {
    provider.fails("a", Failures.serverError()).fails("b", Failures.unauthenticated());
    world
        .group("chat", "a", "b")
        .group("a", "a")
        .group("b", "b")
        .retries(RetryPolicy.of(0))
        .health(new HealthPolicy(OptionalInt.of(1), Map.of(), ofSeconds(5), true))
        .pacing(PacingPolicy.defaults().withMaxQueue(0));
    time.run(
        List.of(
            () -> call(ChatRequest.of("a", "Hi"), CallOptions.none()),
            () -> call(ChatRequest.of("b", "Hi"), CallOptions.none())));
    failures.clear();

    time.run(List.of(() -> later(ofSeconds(5), "0"), () -> later(ofSeconds(5), "1")));

    assertThat(failures).singleElement().isInstanceOf(Failure.NoDeployment.class);
    assertThat(provider.asked).endsWith("a: 0");
  }

  @Test
  void norForTokensThatAreUsedUp() {
    world
        .group("chat", d -> d.withTpm(30_000), "a")
        .retries(RetryPolicy.of(0))
        .pacing(PacingPolicy.defaults().withMaxQueue(0));

    time.run(
        List.of(
            () -> call(large("chat"), CallOptions.none()),
            () -> call(large("chat"), CallOptions.none())));

    assertThat(failures).singleElement().isInstanceOf(Failure.NoDeployment.class);
    assertThat(failures.getFirst().retryAfter()).isPresent();
    assertThat(provider.asked).hasSize(1);
  }

  @Test
  void retryThatFindsTheOtherLineFullEndsByItsFailure() {
    provider.fails("a", Failures.notFound());
    world
        .group("chat", d -> d.withMaxParallelRequests(1).withOrder(order(d.model())), "a", "b")
        .group("b", d -> d.withMaxParallelRequests(1).withOrder(2), "b")
        .retries(RetryPolicy.of(1))
        .pacing(PacingPolicy.defaults().withMaxQueue(1));
    ChatRequest other = ChatRequest.of("b", "Hi");

    time.run(
        List.of(
            () -> ask("0"),
            () -> {
              time.park(ofMillis(5));
              call(other, CallOptions.none());
            },
            () -> {
              time.park(ofMillis(6));
              call(other, CallOptions.none());
            }));

    assertThat(failures).containsExactly(Failures.notFound());
    assertThat(provider.asked).containsExactly("a: 0", "b: Hi", "b: Hi");
  }

  /** SEMANTICS 3.4: how long answers took tells nobody when this one is over. */
  @Test
  void placeOfWhichNobodyKnowsWhenItIsFreeIsNotForetold() {
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .pacing(PacingPolicy.defaults().withMaxQueue(0));

    time.run(
        List.of(() -> ask("0"), () -> later(ofMillis(10), "1"), () -> later(ofMillis(15), "2")));

    assertThat(failures).singleElement().isInstanceOf(Failure.NoDeployment.class);
    assertThat(failures.getFirst().retryAfter()).isEmpty();
  }

  private static int order(String model) {
    return model.equals("a") ? 1 : 2;
  }

  private void later(Duration delay, String words) {
    time.park(delay);
    ask(words);
  }

  private static ChatRequest large(String group) {
    return new ChatRequest(
        Json.parseObject(
            """
            {"model": "%s", "max_tokens": 20000, "messages": [{"role": "user", "content": "Hi"}]}
            """
                .formatted(group)));
  }

  private void ask(String words) {
    call(ChatRequest.of("chat", words), CallOptions.none());
  }

  private void call(ChatRequest request, CallOptions options) {
    try {
      world.engine().chat(request, options);
    } catch (MainstayException e) {
      failures.add(e.failure());
      notWaited.add(e.notWaited());
    }
  }
}
