package dev.mainstay.simulator.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port at which nobody listens, so that connections are refused, and which the system gives to
 * nobody else as long as this is open.
 */
public final class HeldPort implements AutoCloseable {
  private final Socket socket = new Socket();

  private HeldPort() {}

  /** The port of {@code address}; where it cannot be held, it is as any that is closed. */
  public static HeldPort at(InetSocketAddress address) {
    HeldPort held = new HeldPort();
    try {
      // What is left of earlier connections does not matter.
      held.socket.setReuseAddress(true);
      held.socket.bind(address);
    } catch (IOException e) {
      held.close();
    }
    return held;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
  }
}
