package dev.mainstay.benchmarks.compare;

/** A target cannot be run here; the message says why and what to install. */
final class TargetUnavailableException extends Exception {
  private final String why;

  TargetUnavailableException(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
