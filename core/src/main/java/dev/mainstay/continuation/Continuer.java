package dev.mainstay.continuation;

import dev.mainstay.model.Prefill;
import dev.mainstay.provider.VendorTerms;

/**
 * What is known of the deployment that is asked to continue an answer.
 *
 * @param prefill what its provider promises about a last message of the assistant's; {@link
 *     Prefill#NONE} once it has refused one
 * @param reasons whether its model reasons, so that a limit on tokens binds more than the text
 * @param restartDisagreed whether an attempt of this call that was sent the original request again
 *     has told something other than what was delivered
 * @param fields what the request says in fields of its provider's own
 */
public record Continuer(
    Prefill prefill, boolean reasons, boolean restartDisagreed, VendorTerms fields) {

  /** One of which nothing is known. */
  public static Continuer unknown() {
    return new Continuer(Prefill.NONE, false, false, VendorTerms.none());
  }
}
