package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SEMANTICS 3.3 and 5.1: slow answers keep nobody out for whom there is a place, or soon will be.
 */
@Timeout(60)
class SlowAnswersTest {
  private final CrowdTime time = new CrowdTime();
  private final BusyProvider quick = new BusyProvider(time, ofMillis(10));
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void oneSlowAnswerSendsNobodyAwayWhoWaitsForAPlace() {
    World world = world(ofSeconds(60));
    world.group("chat", d -> d.withMaxParallelRequests(2), "a");
    time.run(slow(world, 1));

    time.run(callers(world, 400, Duration.ZERO));

    assertThat(failures).isEmpty();
    assertThat(time.elapsed()).isEqualTo(ofSeconds(62));
  }

  @Test
  void attemptThatTimedOutSendsNobodyAway() {
    World world = world(ofSeconds(1000));
    world.group("chat", d -> d.withMaxParallelRequests(2), "a");
    time.run(slow(world, 1));
    assertThat(failures).singleElement().isInstanceOf(Failure.TimedOut.class);

    time.run(callers(world, 60, Duration.ZERO));

    assertThat(failures).hasSize(1);
  }

  /** SEMANTICS 2.4: their turns come in milliseconds, as they do where nobody has timed out. */
  @Test
  void norDoesItSendAnybodyToAFallback() {
    World world = world(ofSeconds(1000));
    world
        .group("chat", d -> d.withMaxParallelRequests(2), "a")
        .group("backup", "b")
        .fallback("chat", "backup");
    ChatRequest slow = ChatRequest.of("chat", "slow");
    time.run(List.of(() -> ask(world, slow, CallOptions.none().withoutFallbacks())));
    assertThat(failures).singleElement().isInstanceOf(Failure.TimedOut.class);

    time.run(callers(world, 60, Duration.ZERO));

    assertThat(quick.asked).hasSize(60).allMatch(asked -> asked.startsWith("a"));
  }

  /** Nothing is known of the deployment: 16 go out, and nothing is heard of them. */
  @Test
  void silentAttemptsShutNoDeploymentThatHasNoLimit() {
    World world = world(ofSeconds(1000));
    world.group("chat", "a");

    time.run(both(slow(world, 16), callers(world, 20, ofSeconds(60))));

    assertThat(failures).hasSize(16).allMatch(Failure.TimedOut.class::isInstance);
    assertThat(quick.asked).hasSize(20);
  }

  /** Who would have waited would have found out; here nobody may wait. */
  @Test
  void norDoTheyWhereNobodyWaits() {
    World world = world(ofSeconds(1000));
    world.group("chat", "a").pacing(PacingPolicy.defaults().withMaxQueue(0));

    time.run(both(slow(world, 17), callers(world, 10, ofSeconds(60))));

    assertThat(failures).hasSize(17);
    assertThat(failures).filteredOn(Failure.NoDeployment.class::isInstance).hasSize(1);
    assertThat(quick.asked).hasSize(10);
  }

  @Test
  void manyLongAnswersAreUnderWayAtOnceWhereNothingIsRefused() {
    World world = world(ofSeconds(200));
    world.group("chat", "a");

    time.run(slow(world, 200));

    assertThat(failures).isEmpty();
    assertThat(time.elapsed()).isLessThan(ofSeconds(220));
  }

  /** What they may write is far more than they do, as is soon learnt. */
  @Test
  void whoMayWriteMuchAndWritesLittleIsServed() {
    World world =
        new World()
            .clock(time)
            .providers(deployment -> new LimitedProvider(time, ofSeconds(30)))
            .group("chat", d -> d.withTpm(30_000), "a")
            .retries(RetryPolicy.of(0));

    time.run(callers(20, () -> ask(world, large("chat"))));

    assertThat(failures).isEmpty();
    assertThat(time.elapsed()).isLessThan(ofSeconds(200));
  }

  /** Nobody tells how much was used, so that it is as much as it might be: one in a minute. */
  @Test
  void whoWaitsForMoreTokensThanThereAreIsServedInTimeOrToldSo() {
    World world = world(ofSeconds(1));
    world.group("chat", d -> d.withTpm(30_000), "a");

    time.run(callers(20, () -> ask(world, large("chat"))));

    assertThat(quick.asked).hasSizeBetween(5, 6);
    assertThat(failures).hasSize(20 - quick.asked.size());
    assertThat(failures).allMatch(Failure.NoDeployment.class::isInstance);
    assertThat(time.elapsed()).isLessThanOrEqualTo(ofSeconds(301));
  }

  private static List<Runnable> callers(int count, Runnable one) {
    return Collections.nCopies(count, one);
  }

  private static ChatRequest large(String group) {
    return new ChatRequest(
        Json.parseObject(
            """
            {"model": "%s", "max_tokens": 16000, "messages": [{"role": "user", "content": "Hi"}]}
            """
                .formatted(group)));
  }

  private World world(Duration slowly) {
    BusyProvider slow = new BusyProvider(time, slowly);
    return new World()
        .clock(time)
        .providers(deployment ->
            (asked, request, timeout) ->
                (request.messages().getFirst().text().startsWith("slow") ? slow : quick)
                    .open(asked, request, timeout))
        .retries(RetryPolicy.of(0));
  }

  private List<Runnable> slow(World world, int count) {
    return IntStream.range(0, count)
        .<Runnable>mapToObj(i -> () -> ask(world, ChatRequest.of("chat", "slow " + i)))
        .toList();
  }

  private List<Runnable> callers(World world, int count, Duration after) {
    return IntStream.range(0, count)
        .<Runnable>mapToObj(i ->
            () -> {
              if (after.isPositive()) {
                time.park(after);
              }
              ask(world, ChatRequest.of("chat", "caller " + i));
            })
        .toList();
  }

  private static List<Runnable> both(List<Runnable> some, List<Runnable> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private void ask(World world, ChatRequest request) {
    ask(world, request, CallOptions.none());
  }

  private void ask(World world, ChatRequest request, CallOptions options) {
    try {
      world.engine().chat(request, options);
    } catch (MainstayException e) {
      failures.add(e.failure());
    }
  }
}
