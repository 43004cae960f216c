package dev.mainstay.simulator.server;

import java.io.IOException;

/** The client has gone while it was being answered. */
final class ClientLeft extends IOException {
  private static final long serialVersionUID = 1L;

  ClientLeft() {
    super("the client has left");
  }

  ClientLeft(IOException cause) {
    super("the client has left: " + cause.getMessage(), cause);
  }
}
