package dev.mainstay.gateway.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Actions to be run once something has happened; those that come later are run at once. */
final class Farewells {
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
    due.forEach(Farewells::run);
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException broken) {
      LOG.error("an action for a caller that left, or a server that stops, failed", broken);
    }
  }
}
