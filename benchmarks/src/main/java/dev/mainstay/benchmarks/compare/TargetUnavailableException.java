package dev.mainstay.benchmarks.compare;

/** A target cannot be run here; the message says why and what to install. */
final class TargetUnavailableException extends Exception {
  TargetUnavailableException(String message) {
    super(message);
  }
}
