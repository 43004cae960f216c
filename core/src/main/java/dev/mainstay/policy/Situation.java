package dev.mainstay.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a call stands when an attempt has failed.
 *
 * @param retries attempts in this group after its first, so far
 * @param attempts attempts in all groups, so far
 * @param hasUntried whether the group has a deployment that this call has not tried
 * @param triedFreeIn when another deployment of the group, which failed earlier in this call and
 *     may be asked again, is free; zero where it asked for no wait; nothing where there is none
 * @param hasFallback whether a fallback group is left
 * @param isFallback whether the group itself is a fallback
 * @param remaining what is left until the call's deadline
 */
public record Situation(
    int retries,
    int attempts,
    boolean hasUntried,
    Optional<Duration> triedFreeIn,
    boolean hasFallback,
    boolean isFallback,
    Duration remaining) {}
