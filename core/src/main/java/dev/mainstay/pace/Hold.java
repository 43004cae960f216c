package dev.mainstay.pace;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * Why an attempt must wait, and until when.
 *
 * @param reason what it waits for
 * @param untilNanos when to ask again, on the caller's clock; nothing where it waits for another
 *     attempt to end
 */
public record Hold(Reason reason, OptionalLong untilNanos) {
  private static final Hold FOR_PLACE = new Hold(Reason.PLACE, OptionalLong.empty());

  /** Checks that all is there. */
  public Hold {
    requireNonNull(reason, "reason");
    requireNonNull(untilNanos, "untilNanos");
  }

  static Hold forPlace() {
    return FOR_PLACE;
  }

  static Hold until(Reason reason, long nanos) {
    return new Hold(reason, OptionalLong.of(nanos));
  }

  /** What is waited for. */
  public enum Reason {
    /** As many attempts are under way as may be. */
    PLACE,
    /** No more may go out in this time. */
    RATE,
    /** The provider has refused one, and is given time. */
    REFUSED,
    /** After that, one has gone out to see whether it is taken. */
    PROBING
  }
}
