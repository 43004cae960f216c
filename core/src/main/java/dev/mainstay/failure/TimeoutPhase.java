package dev.mainstay.failure;

import java.util.Locale;

/** Which of the timers ran out. */
public enum TimeoutPhase {
  /** No connection in time. */
  CONNECT,
  /** A stream without its first output in time. */
  FIRST_TOKEN,
  /** A stream that fell silent after its first output. */
  IDLE,
  /** An attempt that was not whole in time. */
  ATTEMPT,
  /** The call's own deadline; nothing more may be tried. */
  TOTAL,
  /** The limit on a whole call until its first output; nothing more may be tried. */
  UNTIL_OUTPUT,
  /** The provider itself reports a timeout: 408, 504. */
  PROVIDER;

  /** Whether it is the call's time that ran out, and not an attempt's. */
  public boolean endsCall() {
    return this == TOTAL || this == UNTIL_OUTPUT;
  }

  /** The phase in words, as in {@code first token}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
