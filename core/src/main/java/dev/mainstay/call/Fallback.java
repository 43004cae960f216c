package dev.mainstay.call;

import dev.mainstay.failure.Failure;

/**
 * A call's step from one model group to another.
 *
 * @param from the group that could not serve it
 * @param to the group it went to
 * @param failure why it ended there, without a word of the answer; {@code NoDeployment} where
 *     nobody was asked
 */
public record Fallback(String from, String to, Failure failure) {
  /** A fallback; what the failure quotes is left out. */
  public Fallback {
    failure = failure.withoutQuoted();
  }
}
