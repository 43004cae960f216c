package dev.mainstay.gateway.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that happens once, such as that a caller leaves: actions are run when it does, and at
 * once where it has.
 */
final class Occurrence {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  // Guarded by its own monitor, which is nothing to keep, as a lock would be: each call has two.
  private final List<Runnable> actions = new ArrayList<>(1);
  private boolean hasHappened;

  void add(Runnable action) {
    if (!isAwaiting(action)) {
      run(action);
    }
  }

  void happen() {
    due().forEach(Occurrence::run);
  }

  private synchronized boolean isAwaiting(Runnable action) {
    return !hasHappened && actions.add(action);
  }

  private synchronized List<Runnable> due() {
    hasHappened = true;
    List<Runnable> due = List.copyOf(actions);
    actions.clear();
    return due;
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException broken) {
      LOG.error("an action for a caller that left, or a server that stops, failed", broken);
    }
  }
}
