package dev.mainstay.provider;

/** What a provider counts against a limit. */
public enum Quantity {
  /** Requests. */
  REQUESTS,
  /** Tokens, read and written. */
  TOKENS,
  /** Tokens read. */
  INPUT_TOKENS,
  /** Tokens written. */
  OUTPUT_TOKENS
}
