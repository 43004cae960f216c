package dev.mainstay.engine;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.pace.ProviderLimit;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Quantity;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider that is down for a minute while many users ask: what that costs, and whom. */
@Timeout(60)
class OutageUnderPressureTest {
  private static final int USERS = 100;
  private static final int PER_SECOND = 20;
  private static final int MAX_QUEUE = 200;
  private static final Duration DOWN = ofSeconds(20);
  private static final Duration BACK = DOWN.plus(ofMinutes(1));
  private static final Duration END = ofMinutes(2);

  private final CrowdTime time = new CrowdTime();
  private final LimitedProvider provider = new LimitedProvider(time, ofSeconds(1));
  private final World world = new World().clock(time).providers(deployment -> provider);
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Integer> answers = new HashMap<>();

  /** How the limit of the provider that goes down is known. */
  private enum Known {
    GIVEN,
    TOLD,
    FOUND
  }

  @ParameterizedTest
  @EnumSource(Known.class)
  void itStarvesNoOtherGroupAndIsNotHammeredWhenItIsBack(Known known) {
    limit(known);

    time.run(users());

    assertThat(world.deployments()).allMatch(deployment -> inHand(deployment) == 0);
    assertThat(time.pendingTimers()).isZero();
    assertThat(failures.getOrDefault("code", 0)).isZero();
    assertThat(answers.get("code")).isGreaterThan((int) (0.95 * 5 * END.toSeconds() / 1.02));
    assertFirstSecondBackIsWithinTheLimit();
    assertThat(provider.taken("a", BACK.plusSeconds(5), END))
        .isGreaterThan((int) (0.9 * PER_SECOND * (END.minus(BACK).toSeconds() - 5)));
  }

  /** Twice as many as are taken. */
  @ParameterizedTest
  @EnumSource(Known.class)
  void itFillsNoMemoryHoweverManyComeMeanwhile(Known known) {
    limit(known);
    world.pacing(PacingPolicy.defaults().withMaxQueue(MAX_QUEUE));
    List<Integer> waiting = new ArrayList<>();
    for (Duration at = DOWN; at.compareTo(BACK) < 0; at = at.plusSeconds(1)) {
      time.schedule(at, () -> waiting.add(world.deployments().getFirst().waiting()));
    }

    time.run(arrivals(2 * PER_SECOND, Duration.ZERO, BACK.plusSeconds(5)));

    assertThat(waiting).allMatch(calls -> calls <= MAX_QUEUE).contains(MAX_QUEUE);
    assertThat(world.deployments()).allMatch(deployment -> inHand(deployment) == 0);
    assertThat(time.pendingTimers()).isZero();
    assertFirstSecondBackIsWithinTheLimit();
  }

  private void limit(Known known) {
    ProviderLimit bucket = ProviderLimit.bucket(Quantity.REQUESTS, PER_SECOND * 60, PER_SECOND);
    UnaryOperator<Deployment> given =
        deployment -> known == Known.GIVEN ? deployment.withRpm(PER_SECOND * 60) : deployment;
    world.group("chat", given, "a").group("code", d -> d.withMaxParallelRequests(5), "b");
    provider
        .limits("a", known == Known.TOLD ? bucket.withHeaders() : bucket)
        .limits("b", ProviderLimit.inFlight(5));
    time.schedule(DOWN, () -> provider.goesDown("a"));
    time.schedule(BACK, () -> provider.comesBack("a"));
  }

  private void assertFirstSecondBackIsWithinTheLimit() {
    Duration second = BACK.plusSeconds(1);
    assertThat(provider.came("a", BACK, second))
        .isEqualTo(provider.taken("a", BACK, second))
        .isBetween(1, PER_SECOND);
  }

  private static int inHand(DeploymentState deployment) {
    return deployment.underWay() + deployment.waiting();
  }

  private List<Runnable> users() {
    List<Runnable> users = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      String name = "u" + user;
      users.add(() -> converse("chat", name));
    }
    for (int user = 0; user < 10; user++) {
      String name = "c" + user;
      users.add(() -> converse("code", name));
    }
    return users;
  }

  private List<Runnable> arrivals(int perSecond, Duration from, Duration until) {
    List<Runnable> calls = new ArrayList<>();
    long between = ofSeconds(1).dividedBy(perSecond).toNanos();
    for (long at = from.toNanos(); at < until.toNanos(); at += between) {
      Duration when = Duration.ofNanos(at);
      calls.add(() -> {
        time.park(when);
        ask("chat", "u");
      });
    }
    return calls;
  }

  private void converse(String group, String user) {
    while (time.elapsed().compareTo(END) < 0) {
      ask(group, user);
    }
  }

  private void ask(String group, String user) {
    ChatRequest request =
        new ChatRequest(ChatRequest.of(group, "Hello").json().with("user", new JsonString(user)));
    try {
      world.engine().chat(request, CallOptions.none());
      answers.merge(group, 1, Integer::sum);
    } catch (MainstayException e) {
      failures.merge(group, 1, Integer::sum);
    }
  }
}
