package dev.mainstay.call;

/**
 * Is told what happens in calls, in order, on the thread that calls, reads or closes; nothing after
 * the call's end. It must not block. What it throws, be it an exception or an error, is caught and
 * counted, and does not reach the call.
 */
@FunctionalInterface
public interface CallListener {
  /** Takes note of {@code event}. */
  void onEvent(CallEvent event);
}
