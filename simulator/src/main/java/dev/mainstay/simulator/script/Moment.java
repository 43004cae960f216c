package dev.mainstay.simulator.script;

/**
 * Where an answer is interrupted.
 *
 * <p>The events counted are those that carry output: a piece of text, reasoning, refusal or tool
 * call. The first event of a stream, which tells the role only, the one with the finish reason, the
 * usage and {@code [DONE]} are not. An answer that ends before the moment has come is interrupted
 * {@linkplain Mark#BEFORE_FINISH before its finish reason}.
 *
 * <p>A plain answer is interrupted in the middle of its body, but for {@link Mark#BEFORE_HEAD},
 * {@link Mark#AFTER_HEAD}, {@link Mark#AFTER_FINISH}, which is after the whole body, and {@link
 * AfterBytes}.
 */
public sealed interface Moment {

  /** A moment that every answer has. */
  enum Mark implements Moment {
    /** Before the first byte. */
    BEFORE_HEAD,
    /** After status and headers, before the first byte of the body. */
    AFTER_HEAD,
    /** After all output, before the event with the finish reason. */
    BEFORE_FINISH,
    /** After the finish reason, before usage and {@code [DONE]}. */
    AFTER_FINISH
  }

  /**
   * After an event.
   *
   * @param count how many output events have gone out whole, 0 or more
   */
  record AfterEvents(int count) implements Moment {
    /**
     * The moment after {@code count} events.
     *
     * @throws IllegalArgumentException if the count is below zero
     */
    public AfterEvents {
      if (count < 0) {
        throw new IllegalArgumentException("after " + count + " events; use 0 or more");
      }
    }
  }

  /**
   * In the middle of an event's bytes.
   *
   * @param number which output event, from 1
   */
  record InsideEvent(int number) implements Moment {
    /**
     * The moment when half of event {@code number} has gone out.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public InsideEvent {
      if (number < 1) {
        throw new IllegalArgumentException("inside event " + number + "; they count from 1");
      }
    }
  }

  /**
   * After a number of bytes of the body, framing not counted.
   *
   * @param count how many bytes have gone out, 0 or more
   */
  record AfterBytes(int count) implements Moment {
    /**
     * The moment after {@code count} bytes.
     *
     * @throws IllegalArgumentException if the count is below zero
     */
    public AfterBytes {
      if (count < 0) {
        throw new IllegalArgumentException("after " + count + " bytes; use 0 or more");
      }
    }
  }
}
