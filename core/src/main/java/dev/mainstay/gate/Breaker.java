package dev.mainstay.gate;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.policy.HealthPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The health of one deployment: begins and ends its cooldowns, when its {@link FailureCounts} say
 * that it is too many. To be changed under its owner's lock, and read without.
 *
 * <p>Each cooldown has a number, and each attempt knows how many cooldowns there had been when it
 * began. So an attempt that began before a cooldown is told from one that began during it, whatever
 * the clock's grain.
 */
final class Breaker {
  private static final Health CLOSED = new Health.Closed();
  private static final Duration LONGEST = Duration.ofSeconds(30);
  // A call whose probe fails goes elsewhere at once: so it costs little to probe more often.
  private static final Duration LONGEST_WITH_ELSEWHERE = Duration.ofSeconds(15);

  private final FailureCounts counts;
  private HealthPolicy policy;
  private volatile @Nullable CooldownPeriod cooldown;
  private volatile Probes probes = Probes.NONE;
  private long generation;
  // What began before the latest cooldown that asks for a probe tells nothing of what came after
  // it.
  private long trustedFrom;

  Breaker(HealthPolicy policy, long now) {
    this.policy = policy;
    this.counts = new FailureCounts(policy, now);
  }

  /** From now on {@code other} holds; a cooldown that is under way ends when it would have. */
  void keepTo(HealthPolicy other) {
    policy = other;
    counts.keepTo(other);
    if (!other.enabled()) {
      cooldown = null;
      probes = Probes.NONE;
    }
  }

  Health health(long now) {
    CooldownPeriod current = cooldown;
    if (current == null) {
      return CLOSED;
    }
    if (!current.isOver(now)) {
      return new Health.CoolingDown(current.remaining(now), current.cause());
    }
    return current.probed() ? new Health.HalfOpen(!probes.isEmpty(), current.cause()) : CLOSED;
  }

  /** Whether a cooldown may be under way; where not, there is no need to ask for the time. */
  boolean mayCoolDown() {
    return cooldown != null;
  }

  /** What keeps out an attempt that a cooldown binds. */
  @Nullable Obstacle obstacle(long now) {
    CooldownPeriod current = cooldown;
    if (current == null) {
      return null;
    }
    if (!current.isOver(now)) {
      return Obstacle.COOLING_DOWN;
    }
    return current.probed() && !probes.isOpen(now) ? Obstacle.PROBING : null;
  }

  /** When those it keeps out may enter, if nothing is heard until then; where that is known. */
  OptionalLong opensNanos(long now) {
    CooldownPeriod current = cooldown;
    if (current == null) {
      return OptionalLong.empty();
    }
    return current.isOver(now) ? probes.opensNanos() : OptionalLong.of(current.untilNanos());
  }

  /** Whether those it keeps out may hope to enter by then: nobody waits for a long cooldown. */
  boolean mayOpenBy(long untilNanos, long now) {
    CooldownPeriod current = cooldown;
    return current == null
        || current.isOver(now)
        || (current.cause().cooldown() != Cooldown.LONG && untilNanos - current.untilNanos() >= 0);
  }

  /** How many cooldowns there have been. */
  long generation() {
    return generation;
  }

  /** An attempt that a cooldown binds has entered. */
  void entered(Permit permit, long now) {
    lapse(now);
    if (cooldown != null) {
      permit.probes();
      probes = probes.with(permit);
    }
  }

  void committed(Permit permit) {
    CooldownPeriod current = cooldown;
    if (current != null && permit.generation() >= current.generation()) {
      end();
    }
  }

  void succeeded(Permit permit, long now) {
    if (policy.enabled() && permit.generation() >= trustedFrom) {
      counts.succeeded(now);
    }
  }

  /** An attempt has failed; whether there is a cooldown now that there was not, or a longer one. */
  boolean failed(Permit permit, Failure failure, long now) {
    if (!policy.enabled()) {
      return false;
    }
    lapse(now);
    CooldownPeriod current = cooldown;
    if (current == null) {
      failedInUse(permit, failure, now);
    } else if (probes.contains(permit) && permit.generation() == current.generation()) {
      probeFailed(current, permit, failure, now);
    } else {
      lengthen(current, failure, now);
    }
    return !Objects.equals(cooldown, current);
  }

  void closed(Permit permit) {
    probes = probes.without(permit);
  }

  private void failedInUse(Permit permit, Failure failure, long now) {
    if (permit.generation() >= trustedFrom && counts.isTooMany(failure, permit.visit(), now)) {
      generation++;
      begin(CooldownPeriod.after(failure, policy.cooldown(), generation, now), now);
    }
  }

  private void probeFailed(CooldownPeriod current, Permit permit, Failure failure, long now) {
    probes = probes.without(permit);
    if (failure.cooldown() != Cooldown.NONE) {
      generation++;
      Duration longest = permit.hasElsewhere() ? LONGEST_WITH_ELSEWHERE : LONGEST;
      begin(current.doubled(failure, policy.cooldown(), longest, generation, now), now);
    }
  }

  // Who meets a limit or a wrong key meets what a new call would meet, whenever it began.
  private void lengthen(CooldownPeriod current, Failure failure, long now) {
    boolean coolsAtOnce =
        failure.cooldown() == Cooldown.LONG || failure.cooldown() == Cooldown.UNTIL_HINT;
    if (coolsAtOnce && counts.ownLimit(failure).isEmpty()) {
      CooldownPeriod own =
          CooldownPeriod.after(failure, policy.cooldown(), current.generation(), now);
      cooldown = current.lengthened(own);
    }
  }

  private void begin(CooldownPeriod next, long now) {
    cooldown = next;
    if (next.probed()) {
      trustedFrom = next.generation();
      counts.reset(now);
    }
  }

  private void end() {
    cooldown = null;
    probes = Probes.NONE;
  }

  private void lapse(long now) {
    CooldownPeriod current = cooldown;
    if (current != null && !current.probed() && current.isOver(now)) {
      end();
    }
  }
}
