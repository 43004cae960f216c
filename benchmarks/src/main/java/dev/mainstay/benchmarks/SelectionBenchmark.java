package dev.mainstay.benchmarks;

import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.gateway.config.words.StrategyNames;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.route.Eligibility;
import dev.mainstay.route.Member;
import dev.mainstay.route.Preselector;
import dev.mainstay.routing.Candidate;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.Strategy;
import dev.mainstay.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What choosing one of 100 deployments costs, of which all have weights, limits, prices, an order
 * and a past.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectionBenchmark {
  private static final int DEPLOYMENTS = 100;

  /** The strategy; {@code affinity} is simple-shuffle for a request that has a key. */
  @Param({
    "simple-shuffle",
    "least-busy",
    "latency-based-routing",
    "usage-based-routing",
    "cost-based-routing",
    "affinity"
  })
  public String strategy;

  private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  private final List<Member> members = new ArrayList<>();
  private final Requirements requirements =
      Requirements.of(new ChatRequest(Json.parseObject(Samples.request(2_000)))).withKey("user-1");
  private Strategy chosen;

  /** Gives every deployment a past. */
  @Setup
  public void setUp() {
    Gates gates = new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), TimeSource.system());
    for (int i = 0; i < DEPLOYMENTS; i++) {
      Deployment deployment = deployment(i);
      Member member = new Member(deployment, gates.of(deployment));
      giveAPast(member, i);
      members.add(member);
    }
    chosen =
        strategy.equals("affinity")
            ? Strategy.simpleShuffle().withAffinity().inOrder()
            : StrategyNames.strategy(strategy).orElseThrow().inOrder();
  }

  /** One choice. */
  @Benchmark
  public Candidate choose() {
    return chosen.choose(members, requirements, random);
  }

  /** Who can serve the request, once for each call. */
  @Benchmark
  public Eligibility preselect() {
    return Preselector.among(members, "chat", requirements, Preselection.defaults());
  }

  private static void giveAPast(Member member, int number) {
    for (int i = 0; i <= number % 4; i++) {
      Permit permit = member.gate().visit().enter(Terms.of(true, false)).orElseThrow();
      if (i > 0) {
        permit.succeeded(
            Optional.of(
                new Usage(100, number, 100 + number, OptionalLong.empty(), OptionalLong.empty())));
        permit.close();
      }
    }
  }

  private static Deployment deployment(int number) {
    ModelInfo info =
        ModelInfo.unknown()
            .withMaxInputTokens(128_000)
            .with(ModelFeature.TOOLS, true)
            .withPrices(TokenPrices.of(1e-6 * (number % 7), 4e-6 * (number % 5)));
    return Deployment.of("openai/gpt-4o")
        .withId("openai/gpt-4o#" + number)
        .withWeight(1 + number % 3)
        .withRpm(1_000 + number)
        .withTpm(100_000 + number)
        .withOrder(1)
        .withInfo(info);
  }
}
