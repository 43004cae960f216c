package dev.mainstay.gateway.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that happens once, such as that a caller leaves: actions are run when it does, and at
 * once where it has.
 */
final class Occurrence {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> actions = new ArrayList<>(1);
  private boolean hasHappened;

  void add(Runnable action) {
    lock.lock();
    try {
      if (!hasHappened) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    run(action);
  }

  void happen() {
    List<Runnable> due;
    lock.lock();
    try {
      hasHappened = true;
      due = List.copyOf(actions);
      actions.clear();
    } finally {
      lock.unlock();
    }
    due.forEach(Occurrence::run);
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException broken) {
      LOG.error("an action for a caller that left, or a server that stops, failed", broken);
    }
  }
}
