package dev.mainstay.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What to do about a stream that breaks after output. */
public enum RecoveryPolicy {
  /** Go on where it broke, so that the caller sees one whole answer; the default. */
  CONTINUE,
  /**
   * Begin anew: a {@code Restarted} event tells the caller to drop what it has. For the library
   * alone, since no client of the gateway knows such an event.
   */
  RESTART,
  /** End with the failure and what had come. */
  FAIL;

  /** The name in a configuration, as in {@code continue}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy with the configuration name {@code name}. */
  public static Optional<RecoveryPolicy> ofConfigName(String name) {
    return Arrays.stream(values()).filter(policy -> policy.configName().equals(name)).findFirst();
  }
}
