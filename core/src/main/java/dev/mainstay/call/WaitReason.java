package dev.mainstay.call;

/** What a call waits for before its next attempt. */
public enum WaitReason {
  /** The time between a failure and a retry. */
  RETRY,
  /** The end of a deployment's cooldown. */
  COOLDOWN,
  /** What another call's attempt tells of a deployment that has cooled down. */
  PROBE,
  /** A place among as many calls as may be under way. */
  PLACE,
  /** Its turn, where no more may go out in this time, or others come first. */
  RATE;

  /** The reason in a word, in small letters. */
  public String word() {
    return switch (this) {
      case RETRY -> "retry";
      case COOLDOWN -> "cooldown";
      case PROBE -> "probe";
      case PLACE -> "place";
      case RATE -> "rate";
    };
  }
}
