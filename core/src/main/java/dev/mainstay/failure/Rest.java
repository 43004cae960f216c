package dev.mainstay.failure;

/** What a failure means for the health of the deployment it came from. */
public enum Rest {
  /** Nothing: the request was at fault, or nobody. */
  NONE,
  /** It counts toward a rest. */
  COUNTS,
  /** It counts twice toward a rest. */
  COUNTS_DOUBLE,
  /** The deployment rests for as long as the provider asked. */
  UNTIL_HINT,
  /** The deployment rests for minutes: nothing but a human or a new day mends it. */
  LONG
}
