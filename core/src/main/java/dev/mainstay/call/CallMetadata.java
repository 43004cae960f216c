package dev.mainstay.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The story of one call, as far as it has come.
 *
 * @param callId the call's id
 * @param group the model group that answered, or was tried last
 * @param deployment the deployment that answered; nothing while none has
 * @param attempts every attempt, in order
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

  /** How often the call went to another group. */
  public int fallbackCount() {
    return fallbacks.size();
  }

  /** How many attempts came after the first. */
  public int retryCount() {
    return Math.max(0, attempts.size() - 1);
  }
}
