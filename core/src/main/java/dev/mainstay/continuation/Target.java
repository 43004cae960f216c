package dev.mainstay.continuation;

import dev.mainstay.model.Prefill;

/**
 * What is known of whom a continuation is asked of.
 *
 * @param prefill what its provider promises about a last message of the assistant's; {@link
 *     Prefill#NONE} once it has refused one
 * @param reasons whether its model reasons, so that a limit on tokens binds more than the text
 * @param restartDisagreed whether an attempt of this call that was sent the original request again
 *     has told something other than what was delivered
 */
public record Target(Prefill prefill, boolean reasons, boolean restartDisagreed) {

  /** One of which nothing is known. */
  public static Target unknown() {
    return new Target(Prefill.NONE, false, false);
  }
}
