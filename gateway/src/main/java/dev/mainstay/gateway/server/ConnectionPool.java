package dev.mainstay.gateway.server;

import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one transport; of those that are idle the latest is used first, so that the
 * others can expire.
 */
final class ConnectionPool {
  private final Map<Origin, Deque<ClientConnection>> idle = new ConcurrentHashMap<>();
  private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /** An open connection to {@code origin} that is now the caller's, if one is idle. */
  @Nullable ClientConnection take(Origin origin) {
    Deque<ClientConnection> latest = idle.get(origin);
    if (latest == null) {
      return null;
    }
    ClientConnection connection = latest.pollFirst();
    while (connection != null && !connection.isOpen()) {
      connection = latest.pollFirst();
    }
    return connection;
  }

  void add(ClientConnection connection) {
    all.add(connection);
    if (isClosed) {
      connection.close();
    }
  }

  void put(ClientConnection connection) {
    connection.markIdle(System.nanoTime());
    of(connection).addFirst(connection);
    if (isClosed) {
      connection.close();
    }
  }

  /** Of a connection that was closed. */
  void forget(ClientConnection connection) {
    all.remove(connection);
    of(connection).remove(connection);
  }

  /** Closes what has been idle for {@code longest}. */
  void expire(Duration longest) {
    long now = System.nanoTime();
    for (Deque<ClientConnection> latest : idle.values()) {
      ClientConnection oldest = latest.peekLast();
      while (oldest != null && now - oldest.idleSinceNanos() > longest.toNanos()) {
        if (latest.remove(oldest)) {
          oldest.close();
        }
        oldest = latest.peekLast();
      }
    }
  }

  boolean isClosed() {
    return isClosed;
  }

  int openCount() {
    return all.size();
  }

  int idleCount() {
    return idle.values().stream().mapToInt(Deque::size).sum();
  }

  void close() {
    isClosed = true;
    all.forEach(ClientConnection::close);
  }

  private Deque<ClientConnection> of(ClientConnection connection) {
    return idle.computeIfAbsent(connection.origin(), origin -> new ConcurrentLinkedDeque<>());
  }
}
