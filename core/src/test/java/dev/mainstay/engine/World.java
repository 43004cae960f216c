package dev.mainstay.engine;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gate.Gates;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.route.Router;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An engine with its clock, its chance and its provider in the test's hands. */
final class World {
  final ManualTime time = new ManualTime();
  private TimeSource clock = time;
  final ScriptedProvider provider = new ScriptedProvider(time);
  final List<CallEvent> events = new ArrayList<>();
  private final List<CallListener> listeners = new ArrayList<>(List.of(events::add));
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, List<String>> generic = new HashMap<>();
  private Fallbacks fallbacks = Fallbacks.none();
  private RouterSettings routing = RouterSettings.defaults();
  private Policies policies = Policies.defaults();
  private double chance = 0.5;
  private RandomGenerator dice = this::even;
  private Function<Deployment, Provider> providers = deployment -> provider;
  private Listeners told = new Listeners(List.of());
  private @Nullable Router router;
  private @Nullable Engine engine;

  /** The two ways to make one and the same call. */
  enum Mode {
    PLAIN {
      @Override
      ChatResponse make(Engine engine, ChatRequest request, CallOptions options) {
        return engine.chat(request, options);
      }
    },
    STREAMED {
      @Override
      ChatResponse make(Engine engine, ChatRequest request, CallOptions options) {
        try (ChatStream stream = engine.stream(request, options)) {
          stream.forEach(event -> {});
          return stream.response();
        }
      }
    };

    abstract ChatResponse make(Engine engine, ChatRequest request, CallOptions options);
  }

  World group(String name, String... models) {
    return group(name, deployment -> deployment, models);
  }

  /** A group whose deployments {@code change} makes what they are. */
  World group(String name, UnaryOperator<Deployment> change, String... models) {
    List<Deployment> deployments =
        Arrays.stream(models)
            .map(model -> change.apply(Deployment.of("scripted/" + model)))
            .toList();
    groups.add(new Group(name, deployments));
    return this;
  }

  World fallback(String from, String... to) {
    generic.put(from, List.of(to));
    return this;
  }

  World fallbacks(UnaryOperator<Fallbacks> change) {
    fallbacks = change.apply(fallbacks);
    return this;
  }

  World routing(UnaryOperator<RouterSettings> change) {
    routing = change.apply(routing);
    return this;
  }

  World recovery(RecoveryPolicy policy) {
    policies = policies.withRecovery(policy);
    return this;
  }

  World health(HealthPolicy policy) {
    policies = policies.withHealth(policy);
    return this;
  }

  World budget(RetryBudget budget) {
    policies = policies.withRetryBudget(budget);
    return this;
  }

  World pacing(PacingPolicy policy) {
    policies = policies.withPacing(policy);
    return this;
  }

  World hedging(HedgePolicy policy) {
    policies = policies.withHedging(policy);
    return this;
  }

  World hedging(String group, HedgePolicy policy) {
    policies = policies.withHedging(group, policy);
    return this;
  }

  World retries(RetryPolicy policy) {
    policies = policies.withRetries(policy);
    return this;
  }

  World retries(String group, RetryPolicy policy) {
    policies = policies.withRetries(group, policy);
    return this;
  }

  World backoff(Backoff backoff) {
    policies = policies.withBackoff(backoff);
    return this;
  }

  World timeouts(Timeouts timeouts) {
    policies = policies.withTimeouts(timeouts);
    return this;
  }

  /** Deployments are asked through {@code other} in place of the scripted provider. */
  World providers(Function<Deployment, Provider> other) {
    providers = other;
    return this;
  }

  /** The clock of a crowd in place of {@link #time}, which its provider must know as well. */
  World clock(TimeSource other) {
    clock = other;
    return this;
  }

  World loopGuard(int repetitions) {
    policies = policies.withLoopGuard(repetitions);
    return this;
  }

  World tellCost() {
    policies = policies.withTellsCost(true);
    return this;
  }

  World sendToolCallsAtOnce() {
    policies = policies.withHoldsToolCalls(false);
    return this;
  }

  /** Every throw of the dice gives {@code chance}, from 0 up to, but not including, 1. */
  World chance(double chance) {
    this.chance = chance;
    return this;
  }

  /** Is told what happens, before everybody who was named before. */
  World listener(CallListener listener) {
    listeners.addFirst(listener);
    return this;
  }

  /** Chance in place of {@link #chance}. */
  World dice(RandomGenerator dice) {
    this.dice = dice;
    return this;
  }

  /** The one engine of this world, built when it is first needed. */
  Engine engine() {
    if (engine == null) {
      engine = build();
    }
    return engine;
  }

  /** How its deployments stand. */
  List<DeploymentState> deployments() {
    engine();
    return Objects.requireNonNull(router).deployments();
  }

  /** Who is told, and how often they have thrown. */
  Listeners listeners() {
    return told;
  }

  private Engine build() {
    told = new Listeners(listeners);
    router =
        new Router(
            groups,
            routing.withFallbacks(fallbacks.withGeneric(generic)),
            n -> Optional.empty(),
            Optional::of,
            new Gates(policies.health(), policies.retryBudget(), policies.pacing(), clock),
            dice,
            clock);
    return new Engine(router, new EngineSettings(policies, providers, told, clock));
  }

  /** Reads the stream of {@code call}; lets {@code seen} see what came even if it fails. */
  ChatResponse read(ChatCall call, List<ChatEvent> seen) {
    try (ChatStream stream = engine().stream(call)) {
      stream.forEach(seen::add);
      return stream.response();
    }
  }

  ChatResponse call(Mode mode) {
    return call(mode, CallOptions.none());
  }

  ChatResponse call(Mode mode, CallOptions options) {
    return mode.make(engine(), ChatRequest.of(groups.getFirst().name(), "Hello"), options);
  }

  /** Makes the call and gives the exception it ends with. */
  MainstayException fail(Mode mode) {
    return fail(mode, CallOptions.none());
  }

  MainstayException fail(Mode mode, CallOptions options) {
    try {
      ChatResponse response = call(mode, options);
      throw new AssertionError("expected a failure, but the answer is: " + response.text());
    } catch (MainstayException e) {
      return e;
    }
  }

  /** The waits before the attempts of {@code response}'s call, but for the first. */
  static List<Duration> waits(ChatResponse response) {
    return waits(response.metadata().attempts());
  }

  static List<Duration> waits(List<Attempt> attempts) {
    return attempts.stream().skip(1).map(Attempt::waitBefore).toList();
  }

  static List<String> outcomes(List<Attempt> attempts) {
    return attempts.stream().map(Attempt::outcome).map(Attempt.Outcome::word).toList();
  }

  // nextDouble is made of the upper 53 bits of nextLong.
  private long even() {
    return (long) (chance * 0x1p53) << 11;
  }
}
