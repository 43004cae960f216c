package dev.mainstay.pace;

import java.util.List;

/** When somebody who waits may go out, as limits in a time say. It changes nothing. */
record Outlook(List<Window> windows, LearntRate rate, Pause pause) {

  /** When one that takes {@code own} could go out if {@code ahead} go before it. */
  long servedBy(Ahead ahead, Estimate own, long now) {
    long served = servedByRate(ahead.calls(), now);
    for (Window window : windows) {
      long opens = servedBy(window, ahead, own, now);
      served = opens - served > 0 ? opens : served;
    }
    return served;
  }

  private long servedByRate(int ahead, long now) {
    long paused = pause.opens().orElse(now);
    boolean isPaused = paused - now > 0;
    double atOnce = isPaused ? 1 : Math.max(1, Math.floor(rate.available(now)));
    long first = isPaused ? paused : rate.foreseen(now);
    return first + (long) (Math.max(0, ahead + 1 - atOnce) / rate.perNano());
  }

  // Who needs more than there ever is takes all there is.
  private static long servedBy(Window window, Ahead ahead, Estimate own, long now) {
    double last = Math.min(own.of(window.quantity()), window.mostCost());
    double each = Math.min(ahead.each(window.quantity()), window.mostCost());
    double first = ahead.calls() > 0 ? each : last;
    double lacking = ahead.calls() * each + last - Math.max(first, window.available(now));
    long opens = Math.max(0, window.foreseen(first, now) - now) + now;
    return opens + (long) (Math.max(0, lacking) / window.perNano());
  }
}
