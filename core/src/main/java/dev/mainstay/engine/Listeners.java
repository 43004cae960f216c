package dev.mainstay.engine;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Everybody who is told what happens, in order. */
public final class Listeners {
  private final List<CallListener> listeners;
  private final LongAdder failures = new LongAdder();

  /** These {@code listeners}; the list is copied. */
  public Listeners(List<CallListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** How often a listener has thrown. */
  public long failures() {
    return failures.sum();
  }

  // A listener is a stranger's code: whatever it throws, an Error or a checked exception too, must
  // not end the call. An interrupt that it met stays the thread's.
  void tell(CallEvent event) {
    for (CallListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (Throwable thrown) {
        failures.increment();
        if (thrown instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
