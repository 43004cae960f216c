package dev.mainstay.call;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The story of one call, as far as it has come.
 *
 * @param callId the call's id
 * @param group the model group that answered, or was tried last
 * @param deployment the deployment that answered; nothing while none has
 * @param attempts every attempt, in the order in which they began
 * @param fallbacks the call's steps to other groups, in order
 * @param recoveries the breaks after output that the stream has survived, in order
 * @param cost what the answer costs in US dollars, summed over the attempts that made it: by the
 *     usage that the provider told (an estimate where it told none before a break) and the prices
 *     that are configured or known. Nothing before the answer's end, or where one of them is
 *     missing
 * @param duration how long the call has taken
 * @param overhead the part of it, up to a stream's first output, that was spent neither waiting nor
 *     in attempts
 */
public record CallMetadata(
    String callId,
    String group,
    Optional<String> deployment,
    List<Attempt> attempts,
    List<Fallback> fallbacks,
    List<Recovery> recoveries,
    OptionalDouble cost,
    Duration duration,
    Duration overhead) {

  /** Metadata; the lists are copied. */
  public CallMetadata {
    attempts = List.copyOf(attempts);
    fallbacks = List.copyOf(fallbacks);
    recoveries = List.copyOf(recoveries);
  }

  /**
   * The story of a call before its first attempt.
   *
   * @param callId the call's id; empty where it is not known
   * @param group the model group; empty where it is not known
   */
  public static CallMetadata of(String callId, String group) {
    Objects.requireNonNull(callId, "callId");
    Objects.requireNonNull(group, "group");
    return new CallMetadata(
        callId,
        group,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        OptionalDouble.empty(),
        Duration.ZERO,
        Duration.ZERO);
  }

  /**
   * The story of {@code calls}, made one after another, that are one to their user: the id, the
   * group and the deployment of the last; everything else of all. The cost is that of those that
   * were answered, and nothing where one of these has none.
   *
   * @throws java.util.NoSuchElementException if there are none
   */
  public static CallMetadata ofAll(List<CallMetadata> calls) {
    CallMetadata last = calls.getLast();
    List<CallMetadata> answered =
        calls.stream().filter(call -> call.deployment().isPresent()).toList();
    boolean isPriced =
        !answered.isEmpty() && answered.stream().allMatch(call -> call.cost().isPresent());
    double cost = answered.stream().mapToDouble(call -> call.cost().orElse(0)).sum();
    return new CallMetadata(
        last.callId(),
        last.group(),
        last.deployment(),
        calls.stream().flatMap(call -> call.attempts().stream()).toList(),
        calls.stream().flatMap(call -> call.fallbacks().stream()).toList(),
        calls.stream().flatMap(call -> call.recoveries().stream()).toList(),
        isPriced ? OptionalDouble.of(cost) : OptionalDouble.empty(),
        calls.stream().map(CallMetadata::duration).reduce(Duration.ZERO, Duration::plus),
        calls.stream().map(CallMetadata::overhead).reduce(Duration.ZERO, Duration::plus));
  }

  /** How long the call has waited before its attempts, in all. */
  public Duration waited() {
    Duration waited = Duration.ZERO;
    for (Attempt attempt : attempts) {
      waited = waited.plus(attempt.waitBefore());
    }
    return waited;
  }

  /** What it waited for, in order. */
  public List<WaitReason> waitReasons() {
    return attempts.stream().flatMap(attempt -> attempt.waitReason().stream()).distinct().toList();
  }

  /** How often the call went to another group. */
  public int fallbackCount() {
    return fallbacks.size();
  }

  /** How many attempts came after one that had failed. */
  public int retryCount() {
    int retries = 0;
    for (int i = 1; i < attempts.size(); i++) {
      retries += attempts.get(i - 1).outcome() instanceof Attempt.Outcome.Failed ? 1 : 0;
    }
    return retries;
  }
}
