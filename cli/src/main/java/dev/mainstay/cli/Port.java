package dev.mainstay.cli;

/** Ports that were asked for on the command line. */
final class Port {
  private static final int HIGHEST = 65_535;

  private Port() {}

  /** Checks that {@code port} may be one. */
  static void require(int port) {
    if (port < 0 || port > HIGHEST) {
      throw CliException.usage(
          port + " is not a port; use 1 to " + HIGHEST + ", or 0 for any that is free");
    }
  }

  /** Why nothing can listen there. */
  static CliException unavailable(String host, int port, Exception e) {
    String what =
        isTaken(e)
            ? "port "
                + port
                + " of "
                + host
                + " is in use; end what listens there, or choose"
                + " another with --port (0 for any that is free)"
            : String.valueOf(e.getMessage());
    return CliException.failure(what, e);
  }

  // Netty has exceptions of its own for it.
  private static boolean isTaken(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("in use")) {
        return true;
      }
    }
    return false;
  }
}
