package dev.mainstay.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All policies of a client: those for every call, and what single groups have in their place.
 * Immutable.
 *
 * <pre>{@code
 * Policies.defaults().withBackoff(backoff).withRetries("chat", RetryPolicy.of(5))
 * }</pre>
 */
public final class Policies {
  private static final Policies DEFAULT = new Policies(new Values());

  private final Values values;

  private Policies(Values values) {
    this.values = values;
  }

  /** The policies with every default. */
  public static Policies defaults() {
    return DEFAULT;
  }

  /** How often to retry, where a group has no counts of its own. */
  public RetryPolicy retries() {
    return values.retries;
  }

  /** How often to retry in {@code group}: its own counts take precedence over those for all. */
  public RetryPolicy retries(String group) {
    Objects.requireNonNull(group, "group");
    RetryPolicy own = values.groupRetries.get(group);
    return own == null ? values.retries : values.retries.overriddenBy(own);
  }

  /** The counts that groups have of their own. */
  public Map<String, RetryPolicy> groupRetries() {
    return values.groupRetries;
  }

  /** These policies with another one on retries. */
  public Policies withRetries(RetryPolicy retries) {
    Objects.requireNonNull(retries, "retries");
    return with(values -> values.retries = retries);
  }

  /** These policies with counts of its own for {@code group}. */
  public Policies withRetries(String group, RetryPolicy retries) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(retries, "retries");
    return with(values -> values.groupRetries = put(values.groupRetries, group, retries));
  }

  /** What to do about streams that break after output, where a group has no policy of its own. */
  public RecoveryPolicy recovery() {
    return values.recovery;
  }

  /** What to do about streams of {@code group} that break after output. */
  public RecoveryPolicy recovery(String group) {
    Objects.requireNonNull(group, "group");
    return values.groupRecovery.getOrDefault(group, values.recovery);
  }

  /** The recovery policies that groups have of their own. */
  public Map<String, RecoveryPolicy> groupRecovery() {
    return values.groupRecovery;
  }

  /** These policies with another one on streams that break after output. */
  public Policies withRecovery(RecoveryPolicy recovery) {
    Objects.requireNonNull(recovery, "recovery");
    return with(values -> values.recovery = recovery);
  }

  /** These policies with one of its own for streams of {@code group} that break after output. */
  public Policies withRecovery(String group, RecoveryPolicy recovery) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(recovery, "recovery");
    return with(values -> values.groupRecovery = put(values.groupRecovery, group, recovery));
  }

  /** When a second attempt begins beside one, where a group has no policy of its own. */
  public HedgePolicy hedging() {
    return values.hedging;
  }

  /** When a second attempt begins beside one of {@code group}. */
  public HedgePolicy hedging(String group) {
    Objects.requireNonNull(group, "group");
    return values.groupHedging.getOrDefault(group, values.hedging);
  }

  /** The policies on second attempts that groups have of their own. */
  public Map<String, HedgePolicy> groupHedging() {
    return values.groupHedging;
  }

  /** These policies with another one on second attempts. */
  public Policies withHedging(HedgePolicy hedging) {
    Objects.requireNonNull(hedging, "hedging");
    return with(values -> values.hedging = hedging);
  }

  /** These policies with one of its own on second attempts for {@code group}. */
  public Policies withHedging(String group, HedgePolicy hedging) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(hedging, "hedging");
    return with(values -> values.groupHedging = put(values.groupHedging, group, hedging));
  }

  /** How long to wait between attempts. */
  public Backoff backoff() {
    return values.backoff;
  }

  /** These policies with another backoff. */
  public Policies withBackoff(Backoff backoff) {
    Objects.requireNonNull(backoff, "backoff");
    return with(values -> values.backoff = backoff);
  }

  /** How long things may take. */
  public Timeouts timeouts() {
    return values.timeouts;
  }

  /** These policies with other timeouts. */
  public Policies withTimeouts(Timeouts timeouts) {
    Objects.requireNonNull(timeouts, "timeouts");
    return with(values -> values.timeouts = timeouts);
  }

  /** When a deployment cools down after failures, and for how long. */
  public HealthPolicy health() {
    return values.health;
  }

  /** These policies with another one on health. */
  public Policies withHealth(HealthPolicy health) {
    Objects.requireNonNull(health, "health");
    return with(values -> values.health = health);
  }

  /** How many retries a failing deployment may see beside its traffic. */
  public RetryBudget retryBudget() {
    return values.retryBudget;
  }

  /** These policies with another retry budget. */
  public Policies withRetryBudget(RetryBudget retryBudget) {
    Objects.requireNonNull(retryBudget, "retryBudget");
    return with(values -> values.retryBudget = retryBudget);
  }

  /** Whether calls wait their turn before a deployment's limits, and how many for how long. */
  public PacingPolicy pacing() {
    return values.pacing;
  }

  /** These policies with another one on pacing. */
  public Policies withPacing(PacingPolicy pacing) {
    Objects.requireNonNull(pacing, "pacing");
    return with(values -> values.pacing = pacing);
  }

  /**
   * Whether a stream's tool calls are held back until it is whole, so that a break among them can
   * be met by asking again; {@code true} by default.
   */
  public boolean holdsToolCalls() {
    return values.holdsToolCalls;
  }

  /** These policies with tool calls held back, or not. */
  public Policies withHoldsToolCalls(boolean holds) {
    return with(values -> values.holdsToolCalls = holds);
  }

  /**
   * Whether the usage that goes out with an answer tells what it costs, as {@code cost} in US
   * dollars, where the prices are known; {@code false} by default.
   */
  public boolean tellsCost() {
    return values.tellsCost;
  }

  /** These policies with the cost told in the usage, or not. */
  public Policies withTellsCost(boolean tells) {
    return with(values -> values.tellsCost = tells);
  }

  /**
   * How often the same piece of text, of over two characters, may come running before the answer
   * ends with a {@code MalformedAnswer} that is final; nothing, the default, where that is not
   * watched for.
   */
  public OptionalInt loopGuard() {
    return values.loopGuard;
  }

  /**
   * These policies with a loop guard.
   *
   * @throws IllegalArgumentException if {@code repetitions} is less than 2
   */
  public Policies withLoopGuard(int repetitions) {
    if (repetitions < 2) {
      throw new IllegalArgumentException(
          "the loop guard is set to " + repetitions + " repetitions; use 2 or more");
    }
    return with(values -> values.loopGuard = OptionalInt.of(repetitions));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Policies that && values.all().equals(that.values.all());
  }

  @Override
  public int hashCode() {
    return values.all().hashCode();
  }

  @Override
  public String toString() {
    return new NamedValues()
        .and("retries", values.retries)
        .and("groupRetries", values.groupRetries)
        .and("recovery", values.recovery)
        .and("groupRecovery", values.groupRecovery)
        .and("hedging", values.hedging)
        .and("groupHedging", values.groupHedging)
        .and("backoff", values.backoff)
        .and("timeouts", values.timeouts)
        .and("health", values.health)
        .and("retryBudget", values.retryBudget)
        .and("pacing", values.pacing)
        .and("holdsToolCalls", values.holdsToolCalls)
        .and("tellsCost", values.tellsCost)
        .and("loopGuard", values.loopGuard)
        .of("Policies");
  }

  private Policies with(Consumer<Values> change) {
    Values changed = new Values(values);
    change.accept(changed);
    return new Policies(changed);
  }

  private static <T> Map<String, T> put(Map<String, T> map, String group, T policy) {
    Map<String, T> more = new LinkedHashMap<>(map);
    more.put(group, policy);
    return Collections.unmodifiableMap(more);
  }

  /** Changed only before anybody else sees it. */
  private static final class Values {
    private RetryPolicy retries = RetryPolicy.defaults();
    private Map<String, RetryPolicy> groupRetries = Map.of();
    private RecoveryPolicy recovery = RecoveryPolicy.CONTINUE;
    private Map<String, RecoveryPolicy> groupRecovery = Map.of();
    private HedgePolicy hedging = HedgePolicy.off();
    private Map<String, HedgePolicy> groupHedging = Map.of();
    private Backoff backoff = Backoff.defaults();
    private Timeouts timeouts = Timeouts.defaults();
    private HealthPolicy health = HealthPolicy.defaults();
    private RetryBudget retryBudget = RetryBudget.defaults();
    private PacingPolicy pacing = PacingPolicy.defaults();
    private boolean holdsToolCalls = true;
    private boolean tellsCost;
    private OptionalInt loopGuard = OptionalInt.empty();

    Values() {}

    Values(Values from) {
      retries = from.retries;
      groupRetries = from.groupRetries;
      recovery = from.recovery;
      groupRecovery = from.groupRecovery;
      hedging = from.hedging;
      groupHedging = from.groupHedging;
      backoff = from.backoff;
      timeouts = from.timeouts;
      health = from.health;
      retryBudget = from.retryBudget;
      pacing = from.pacing;
      holdsToolCalls = from.holdsToolCalls;
      tellsCost = from.tellsCost;
      loopGuard = from.loopGuard;
    }

    List<Object> all() {
      return List.of(
          retries,
          groupRetries,
          recovery,
          groupRecovery,
          hedging,
          groupHedging,
          backoff,
          timeouts,
          health,
          retryBudget,
          pacing,
          holdsToolCalls,
          tellsCost,
          loopGuard);
    }
  }
}
