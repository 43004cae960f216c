package dev.mainstay.failure;

/** What a failure means for the health of the deployment it came from. */
public enum Cooldown {
  /** Nothing: the request was at fault, or nobody. */
  NONE,
  /** It counts toward a cooldown. */
  COUNTS,
  /** It counts twice toward a cooldown. */
  COUNTS_DOUBLE,
  /** The deployment cools down for as long as the provider asked. */
  UNTIL_HINT,
  /** The deployment cools down for minutes: nothing but a human or a new day mends it. */
  LONG
}
