package dev.mainstay.provider.wire;

import java.util.Optional;

/**
 * Signatures of thoughts as {@code thinking_blocks} carry them from turn to turn. Claude's stand
 * there as they are, in Base64, wherever Claude runs. Another vendor's say whose they are, {@code
 * vendor:signature}, so that each dialect sends back its own alone: a foreign one is refused.
 */
public final class ThoughtSignature {
  private ThoughtSignature() {}

  /** Whether {@code signature} is Claude's: there is one, and no vendor is named in it. */
  public static boolean isClaudes(String signature) {
    return !signature.isEmpty() && signature.indexOf(':') < 0;
  }

  /** {@code signature} as {@code vendor}'s, in whose name there is no colon. */
  public static String of(String vendor, String signature) {
    return vendor + ":" + signature;
  }

  /** What {@code vendor} signed, if {@code signature} is one of its. */
  public static Optional<String> ofVendor(String vendor, String signature) {
    return Optional.of(signature)
        .filter(named -> named.startsWith(vendor + ":"))
        .map(named -> named.substring(vendor.length() + 1));
  }
}
