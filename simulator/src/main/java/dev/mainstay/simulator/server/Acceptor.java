package dev.mainstay.simulator.server;

import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An open port, and the connections that came through it, each on a virtual thread of its own. */
public final class Acceptor {
  private static final int BACKLOG = 4096;
  private static final long AFTER_TROUBLE_NANOS = 10_000_000;

  private final ServerSocket server;
  private final Dispatcher dispatcher;
  private final RequestLog log;
  private final TimeSource time;
  private final AtomicLong counter;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;

  private Acceptor(
      ServerSocket server,
      Dispatcher dispatcher,
      RequestLog log,
      TimeSource time,
      AtomicLong counter) {
    this.server = server;
    this.dispatcher = dispatcher;
    this.log = log;
    this.time = time;
    this.counter = counter;
    this.acceptor =
        Thread.ofVirtual().name("simulator-" + server.getLocalPort()).unstarted(this::accept);
  }

  /** Opens {@code address}, whose port may be 0 for any that is free. */
  public static Acceptor open(
      InetSocketAddress address,
      Dispatcher dispatcher,
      RequestLog log,
      TimeSource time,
      AtomicLong counter)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Acceptor opened = new Acceptor(server, dispatcher, log, time, counter);
    opened.acceptor.start();
    return opened;
  }

  public int port() {
    return server.getLocalPort();
  }

  public boolean isShut() {
    return server.isClosed();
  }

  /** Closes the port and resets every connection. */
  public void shut() {
    try {
      server.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
    awaitAcceptor();
    wires.forEach(Wire::abort);
  }

  // The system's socket stays open, and takes connections, until who waits at it has left.
  private void awaitAcceptor() {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or out of file handles, which passes.
        if (!server.isClosed()) {
          LockSupport.parkNanos(AFTER_TROUBLE_NANOS);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Wire wire = new Wire(socket, time);
      wires.add(wire);
      try {
        serve(wire);
      } finally {
        wires.remove(wire);
      }
    } catch (IOException e) {
      // The client left before it was served.
    }
  }

  private void serve(Wire wire) {
    // Whoever shuts it does not see those that come in at that very moment.
    if (server.isClosed()) {
      wire.reset();
      return;
    }
    new Connection(counter.incrementAndGet(), wire, dispatcher, log, time).serve();
  }
}
