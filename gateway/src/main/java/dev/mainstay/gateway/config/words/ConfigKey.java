package dev.mainstay.gateway.config.words;

import java.util.Locale;

/** A key of the configuration, for messages of those who tell their users what to set. */
public enum ConfigKey {
  /** Where a deployment is asked. */
  API_BASE,
  /** What a deployment is asked with. */
  API_KEY,
  /** Where a deployment's own settings stand. */
  LITELLM_PARAMS,
  /** How many requests a deployment gets at a time. */
  MAX_PARALLEL_REQUESTS,
  /** The least wait before a retry. */
  RETRY_AFTER,
  /** How long a stream may be silent. */
  STREAM_TIMEOUT;

  /** The key as it is written. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
