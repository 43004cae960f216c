package dev.mainstay.failure;

/** Where else a call may go after a failure. */
public enum Reach {
  /** Nowhere: it would fail the same everywhere. */
  NOWHERE,
  /** Another group whose models have a larger context window. */
  LARGER_WINDOW,
  /** Only a group that is listed as a fallback for content policy violations. */
  CONTENT_POLICY_FALLBACKS,
  /** Any other deployment of the group, then any fallback group. */
  ANYWHERE
}
