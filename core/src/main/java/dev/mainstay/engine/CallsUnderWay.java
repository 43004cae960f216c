package dev.mainstay.engine;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of one engine that are not over yet, so that they can end with it. Thread-safe. */
final class CallsUnderWay {
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** {@code call} begins; it ends at once if this is closed. */
  void add(Call call) {
    calls.add(call);
    if (closed) {
      call.stop(Ends.closedWithLibrary());
    }
  }

  /** {@code call} is over. */
  void remove(Call call) {
    calls.remove(call);
  }

  int size() {
    return calls.size();
  }

  /**
   * Ends all there are, wakes those that wait or read, and ends all that come. What a provider's
   * code throws at it is thrown when all were ended.
   */
  void close() {
    closed = true;
    end(calls.iterator());
  }

  private static void end(Iterator<Call> rest) {
    while (rest.hasNext()) {
      Call call = rest.next();
      try {
        call.stop(Ends.closedWithLibrary());
      } catch (RuntimeException | Error e) {
        end(rest);
        throw e;
      }
    }
  }
}
