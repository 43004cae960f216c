package dev.mainstay.routing;

import static java.util.Objects.requireNonNull;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.KnownLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The state of a deployment: what is known of its limits, how many of its calls are under way, and
 * how many wait for it. Those that share its limits are under the same ones, and so are counted
 * with it.
 *
 * @param id its id
 * @param model its provider and model, as in {@code openai/gpt-4o}
 * @param sharedWith the ids of those that share its limits, since they are asked with the same key
 *     for the same model
 * @param underWay how many attempts are under way
 * @param waiting how many calls wait for their turn
 * @param limits what is known of its limits; all of them hold at once
 * @param waitsFor what a call that came now would wait for; nothing where its attempt would go out
 * @param coolingDown its cooldown, during which others of its group are asked; nothing where it is
 *     in use
 */
public record DeploymentState(
    String id,
    String model,
    List<String> sharedWith,
    int underWay,
    int waiting,
    List<KnownLimit> limits,
    Optional<Wait> waitsFor,
    Optional<CoolingDown> coolingDown) {

  /** Copies the lists. */
  public DeploymentState {
    requireNonNull(id, "id");
    requireNonNull(model, "model");
    requireNonNull(waitsFor, "waitsFor");
    requireNonNull(coolingDown, "coolingDown");
    sharedWith = List.copyOf(sharedWith);
    limits = List.copyOf(limits);
  }

  /**
   * What a call would wait for.
   *
   * @param reason what it is
   * @param length for how long, if nobody else waited; nothing where that is not known
   */
  public record Wait(PacingReason reason, Optional<Duration> length) {
    /** A wait. */
    public Wait {
      requireNonNull(reason, "reason");
      requireNonNull(length, "length");
    }
  }

  /**
   * Why no attempt goes out to a deployment now. What a call has waited for, cooldowns and retries
   * included, is a {@link dev.mainstay.call.WaitReason}.
   */
  public enum PacingReason {
    /** As many attempts are under way as may be. */
    PLACE,
    /** No more may go out in this time. */
    RATE,
    /** The provider has refused one, and is given time. */
    PAUSE,
    /** After that, one has gone out to see whether it is taken. */
    TRIAL,
    /** Others come first. */
    TURN
  }

  /**
   * A cooldown.
   *
   * @param remaining for how much longer; zero where it is over except for what the next attempt
   *     will tell
   * @param cause the failure that has led to it
   */
  public record CoolingDown(Duration remaining, Failure cause) {
    /** A cooldown. */
    public CoolingDown {
      requireNonNull(remaining, "remaining");
      requireNonNull(cause, "cause");
    }
  }
}
