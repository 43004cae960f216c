package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.WaitReason;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.pace.ProviderLimit;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Quantity;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 5.1: many users at once before deployments that limit them, through the engine. */
@Timeout(60)
class UnderPressureTest {
  private static final int USERS = 100;
  private static final int MESSAGES = 20;
  private static final double CALLS = USERS * MESSAGES;

  private final CrowdTime time = new CrowdTime();
  private final LimitedProvider provider = new LimitedProvider(time, ofSeconds(1));
  private final World world = new World().clock(time).providers(deployment -> provider);
  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private final TreeMap<String, List<Duration>> waits = new TreeMap<>();

  @Test
  void givenRateIsUsedUpAndHardlyEverExceeded() {
    world.group("chat", d -> d.withRpm(20 * 60), "a");
    provider.limits("a", ProviderLimit.bucket(Quantity.REQUESTS, 20 * 60, 20 * 60));

    time.run(users("chat"));

    // What the first minute may bring comes at once; then 20 come in a second.
    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isZero();
    assertThat(time.elapsed()).isLessThan(seconds(1.1 * (CALLS / 20 + 1)));
  }

  @Test
  void toldRateIsUsedUpAndHardlyEverExceeded() {
    world.group("chat", "a");
    provider.limits("a", ProviderLimit.bucket(Quantity.REQUESTS, 20 * 60, 200).withHeaders());

    time.run(users("chat"));

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isLessThan(0.02);
    assertThat(time.elapsed()).isLessThan(seconds(1.1 * (CALLS / 20 + 1)));
  }

  @Test
  void rateThatNobodyTellsIsFound() {
    world.group("chat", "a");
    provider.limits("a", ProviderLimit.bucket(Quantity.REQUESTS, 20 * 60, 200));

    time.run(users("chat"));

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isLessThan(0.05);
    assertThat(time.elapsed()).isLessThan(seconds(1.25 * (CALLS / 20 + 1)));
  }

  @Test
  void howManyMayBeUnderWayIsFound() {
    world.group("chat", "a");
    provider.limits("a", ProviderLimit.inFlight(20));

    time.run(users("chat"));

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isLessThan(0.05);
    assertThat(time.elapsed()).isLessThan(seconds(1.25 * (CALLS / 20 + 1)));
  }

  /** A limit that both name is the provider's, whoever asks. */
  @Test
  void twoGroupsThatShareALimitDoNotExceedItTogether() {
    world
        .group("chat", d -> d.withId("one").withMaxParallelRequests(20), "a")
        .group("code", d -> d.withId("two").withMaxParallelRequests(20), "a");
    provider.limits("a", ProviderLimit.inFlight(20));

    List<Runnable> all = new ArrayList<>(users("chat"));
    all.addAll(users("code"));
    time.run(all);

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isZero();
    assertThat(time.elapsed()).isLessThan(seconds(1.1 * (2 * CALLS / 20 + 1)));
  }

  /** Each may send as many in a minute as the provider takes of both. */
  @Test
  void twoGroupsThatShareARateDoNotExceedItTogether() {
    world
        .group("chat", d -> d.withId("one").withRpm(20 * 60), "a")
        .group("code", d -> d.withId("two").withRpm(20 * 60), "a");
    provider.limits("a", ProviderLimit.slidingMinute(Quantity.REQUESTS, 20 * 60));

    List<Runnable> all = new ArrayList<>(users("chat"));
    all.addAll(users("code"));
    time.run(all);

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isZero();
    assertThat(time.elapsed()).isLessThan(seconds(1.1 * (2 * CALLS / 20 + 1)));
  }

  @Test
  void twoDeploymentsWithDifferentLimitsAreBothKeptFull() {
    world.group("chat", d -> d.withMaxParallelRequests(d.model().equals("a") ? 5 : 20), "a", "b");
    provider.limits("a", ProviderLimit.inFlight(5)).limits("b", ProviderLimit.inFlight(20));

    time.run(users("chat"));

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isZero();
    assertThat(time.elapsed()).isLessThan(seconds(CALLS / 25 * 1.02 / 0.95 + 1));
    assertThat(share("a", 5 / 1.02, 5, 60)).isGreaterThan(0.95);
    assertThat(share("b", 20 / 1.02, 5, 60)).isGreaterThan(0.95);
  }

  @Test
  void soTheyAreWhereTheirRatesMustBeFound() {
    world.group("chat", "a", "b");
    provider
        .limits("a", ProviderLimit.bucket(Quantity.REQUESTS, 5 * 60, 50))
        .limits("b", ProviderLimit.bucket(Quantity.REQUESTS, 20 * 60, 200));

    time.run(users("chat"));

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isLessThan(0.05);
    assertThat(time.elapsed()).isLessThan(seconds(1.25 * (CALLS / 25 + 1)));
    assertThat(share("a", 5, 20, 70)).isGreaterThan(0.95);
    assertThat(share("b", 20, 20, 70)).isGreaterThan(0.95);
  }

  /** A limit per minute may be kept by a bucket that holds what a second brings. */
  @Test
  void twoGivenLimitsThatAreKeptByTheSecondAreBothUsedUp() {
    world.group("chat", d -> d.withRpm(d.model().equals("a") ? 60 * 60 : 20 * 60), "a", "b");
    provider
        .limits("a", ProviderLimit.bucket(Quantity.REQUESTS, 60 * 60, 60))
        .limits("b", ProviderLimit.bucket(Quantity.REQUESTS, 20 * 60, 20))
        .withHints();

    time.run(users("chat", 500, 5));

    assertThat(failures).isEmpty();
    assertThat(provider.refusedShare()).isLessThan(0.05);
    assertThat(time.elapsed()).isLessThan(seconds(500 * 5 / 80.0 * 1.02 / 0.95 + 1));
    assertThat(share("a", 60, 3, 28)).isGreaterThan(0.95);
    assertThat(share("b", 20, 3, 28)).isGreaterThan(0.95);
  }

  /** A cap on what is under way, and three retries: what a platform had tried by itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void capAndRetriesLoseNobodyWherePacingIsOn(boolean isPaced) {
    world
        .group("chat", d -> d.withMaxParallelRequests(40), "a")
        .retries(RetryPolicy.of(3))
        .pacing(isPaced ? PacingPolicy.defaults() : PacingPolicy.disabled());
    provider.limits("a", ProviderLimit.bucket(Quantity.REQUESTS, 20 * 60, 20)).withHints();

    time.run(users("chat"));

    if (isPaced) {
      assertThat(failures).isEmpty();
      assertThat(provider.refusedShare()).isLessThan(0.05);
      assertThat(time.elapsed()).isLessThan(seconds(1.25 * (CALLS / 20 + 1)));
    } else {
      assertThat(failures).hasSizeGreaterThan(100).allMatch(Failure.RateLimited.class::isInstance);
    }
  }

  @Test
  void turnsAreSharedEvenlyAmongUsers() {
    world.group("chat", d -> d.withMaxParallelRequests(10), "a");
    List<Runnable> greedy =
        IntStream.range(0, 200).<Runnable>mapToObj(i -> () -> ask("chat", "greedy")).toList();
    List<Runnable> all = new ArrayList<>(greedy);
    all.add(() -> {
      time.park(ofMillis(500));
      ask("chat", "modest");
    });

    time.run(all);

    assertThat(failures).isEmpty();
    assertThat(waits.get("modest").getFirst()).isLessThan(ofSeconds(2));
    assertThat(Collections.max(waits.get("greedy"))).isGreaterThan(ofSeconds(15));
  }

  @Test
  void howLongACallHasWaitedAndForWhatIsTold() {
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .group("code", d -> d.withRpm(1), "b");

    time.run(
        List.of(
            () -> ask("chat", "u"),
            () -> {
              ChatResponse answer =
                  world.engine().chat(ChatRequest.of("chat", "Hello"), CallOptions.none());
              assertThat(answer.metadata().waited()).isEqualTo(ofMillis(1020));
              assertThat(answer.metadata().waitReasons()).containsExactly(WaitReason.PLACE);
            },
            () -> ask("code", "u"),
            () -> {
              ChatResponse answer =
                  world.engine().chat(ChatRequest.of("code", "Hello"), CallOptions.none());
              assertThat(answer.metadata().waited()).isBetween(ofSeconds(59), ofSeconds(61));
              assertThat(answer.metadata().waitReasons()).containsExactly(WaitReason.RATE);
            }));

    assertThat(world.events)
        .filteredOn(CallEvent.Waiting.class::isInstance)
        .extracting(event -> ((CallEvent.Waiting) event).reason())
        .containsExactlyInAnyOrder(WaitReason.PLACE, WaitReason.RATE);
  }

  @Test
  void lowerPriorityGoesFirst() {
    world.group("chat", d -> d.withMaxParallelRequests(10), "a");
    List<Runnable> all = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> all.add(() -> ask("chat", "later")));
    all.add(() -> {
      time.park(ofMillis(500));
      ask("chat", "first", CallOptions.none().withPriority(-1));
    });

    time.run(all);

    assertThat(waits.get("first").getFirst()).isLessThan(ofSeconds(1));
  }

  @Test
  void whoCannotBeServedInTimeIsToldAtOnceAndWhenItCouldBe() {
    world.group("chat", d -> d.withRpm(60), "a");
    List<Runnable> all = new ArrayList<>();
    IntStream.range(0, 200).forEach(i -> all.add(() -> ask("chat", "crowd")));
    all.add(() -> {
      time.park(ofSeconds(5));
      ask("chat", "crowd", CallOptions.none().withTimeout(ofSeconds(3)));
      assertThat(time.elapsed()).isEqualTo(ofSeconds(5));
    });

    time.run(all);

    assertThat(failures).singleElement().isInstanceOf(Failure.NoDeployment.class);
    assertThat(failures.getFirst().retryAfter().orElseThrow())
        .isBetween(ofSeconds(190), ofSeconds(205));
  }

  @Test
  void whoFindsTheQueueFullIsToldAtOnce() {
    world
        .group("chat", d -> d.withMaxParallelRequests(10), "a")
        .pacing(PacingPolicy.defaults().withMaxQueue(50));

    time.run(IntStream.range(0, 100).<Runnable>mapToObj(i -> () -> ask("chat", "u" + i)).toList());

    assertThat(failures).hasSize(40).allMatch(Failure.NoDeployment.class::isInstance);
    assertThat(time.elapsed()).isLessThan(ofSeconds(7));
  }

  /** What it refuses for half a minute, whoever asks, is not laid to us for longer. */
  @Test
  void spellOfUnrelatedRefusalsIsOverForLightTrafficSoonAfterItIsOver() {
    Duration back = ofSeconds(90);
    world.group("chat", "a");
    provider.limits(
        "a", ProviderLimit.refusing(now -> now >= ofSeconds(60).toNanos() && now < back.toNanos()));
    List<Runnable> all = new ArrayList<>();
    IntStream.range(0, 150).forEach(i -> all.add(() -> askAt(ofSeconds(i), "before")));
    IntStream.range(0, 20).forEach(i -> all.add(() -> askAt(back.plusSeconds(12), "crowd")));
    IntStream.range(0, 20).forEach(i -> all.add(() -> askAt(back.plusSeconds(40), "later")));

    time.run(all);

    assertThat(failures).hasSizeLessThan(30).allMatch(Failure.RateLimited.class::isInstance);
    assertThat(waits.get("crowd")).hasSize(20).allMatch(wait -> wait.compareTo(ofSeconds(4)) < 0);
    assertThat(waits.get("later")).hasSize(20).allMatch(wait -> wait.compareTo(ofSeconds(2)) < 0);
  }

  /** The part of what {@code model} might take in these seconds that it took. */
  private double share(String model, double perSecond, int from, int to) {
    return provider.taken(model, ofSeconds(from), ofSeconds(to)) / perSecond / (to - from);
  }

  private void askAt(Duration when, String user) {
    time.park(when);
    ask("chat", user);
  }

  private List<Runnable> users(String group) {
    return users(group, USERS, MESSAGES);
  }

  private List<Runnable> users(String group, int users, int messages) {
    return IntStream.range(0, users)
        .<Runnable>mapToObj(user ->
            () -> {
              for (int i = 0; i < messages; i++) {
                ask(group, group + user);
              }
            })
        .toList();
  }

  private void ask(String group, String user) {
    ask(group, user, CallOptions.none());
  }

  private void ask(String group, String user, CallOptions options) {
    Duration begun = time.elapsed();
    ChatRequest plain = ChatRequest.of(group, "Hello");
    ChatRequest request = new ChatRequest(plain.json().with("user", new JsonString(user)));
    try {
      ChatResponse answer = world.engine().chat(request, options);
      Duration wait = time.elapsed().minus(begun).minus(ofMillis(1020));
      waits.computeIfAbsent(user, any -> new ArrayList<>()).add(wait);
      assertThat(answer.text()).isNotEmpty();
    } catch (MainstayException e) {
      failures.add(e.failure());
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
