package dev.mainstay.provider;

import java.util.Set;

/**
 * What a deployment is asked in fields of a vendor's own, beside those of OpenAI's API, or by its
 * own defaults, that matters to how the answer can be continued.
 *
 * @param formsAnswer whether they give the answer a form, so that nothing may stand before its
 *     first character
 * @param asksToReason whether they ask for reasoning
 * @param continuesLast whether they ask to go on with the last message, which is the assistant's
 * @param aboutLast the names of those that are about such a last message, and are left out where
 *     the last message is a user's
 */
public record VendorTerms(
    boolean formsAnswer, boolean asksToReason, boolean continuesLast, Set<String> aboutLast) {
  private static final VendorTerms NONE = new VendorTerms(false, false, false, Set.of());

  /** Copies the names. */
  public VendorTerms {
    aboutLast = Set.copyOf(aboutLast);
  }

  /** Nothing that matters. */
  public static VendorTerms none() {
    return NONE;
  }
}
