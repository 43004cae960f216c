package dev.mainstay.continuation;

import dev.mainstay.model.ChatRequest;
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
 * @param asked what it is asked by the request whose answer broke
 */
public record Continuer(
    Prefill prefill, boolean reasons, boolean restartDisagreed, VendorTerms asked) {

  /** One of which nothing is known, asked {@code request} and nothing else. */
  public static Continuer unknown(ChatRequest request) {
    return new Continuer(Prefill.NONE, false, false, VendorTerms.of(request));
  }
}
