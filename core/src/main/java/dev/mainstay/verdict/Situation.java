package dev.mainstay.verdict;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a call stands when an attempt has failed, or nobody let it in.
 *
 * @param turnedTo whom the call turned to last
 * @param retries attempts in this group after its first, so far
 * @param attempts attempts in all groups, so far
 * @param hasUntried whether the group has a deployment that this call has not tried and may try now
 * @param hasUntriedWithoutPlace whether it has one that this call has not tried, and that may let
 *     it in as soon as it has a place: for one more attempt, or for the probe
 * @param mayRepeat whether the retry budget of the deployment that failed allows another attempt
 * @param triedFreeIn when another deployment of the group, which failed earlier in this call and
 *     may be asked again, is free; zero where it asked for no wait; nothing where there is none
 * @param fullFreeIn the same, where all of those have as many attempts under way as they may
 * @param wakesIn where nobody let the call in, when the first may do so, of its group or of the
 *     fallbacks it has left; nothing where none will
 * @param turnIn the same for its group alone, where it need but wait for its turn there; nothing
 *     where no deployment of the group keeps it out for that
 * @param isBeforeOthers whether others wait for their turn at the deployment that refused it, where
 *     it would go before them
 * @param waited how long the call has waited in this group, for whatever reason
 * @param fallback the fallback group to go to, if one is left that is in use and listed for the
 *     failure; else the group it was asked for, where it left that and has asked nobody there
 * @param afterProbe whether the attempt that failed probed a deployment that had cooled down
 * @param remaining what is left until the call's deadline
 */
public record Situation(
    Whom turnedTo,
    int retries,
    int attempts,
    boolean hasUntried,
    boolean hasUntriedWithoutPlace,
    boolean mayRepeat,
    Optional<Duration> triedFreeIn,
    Optional<Duration> fullFreeIn,
    Optional<Duration> wakesIn,
    Optional<Duration> turnIn,
    boolean isBeforeOthers,
    Duration waited,
    Optional<String> fallback,
    boolean afterProbe,
    Duration remaining) {

  boolean hasFallback() {
    return fallback.isPresent();
  }
}
